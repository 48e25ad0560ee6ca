using System.Xml;
using Containerize.Host;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;

namespace Containerize.Tasks;

/// <summary>Evaluates projects as MSBuild itself would.</summary>
internal sealed class ProjectEvaluator : IDisposable
{
    private readonly ProjectCollection collection;

    /// <param name="properties">Global ones, which hold for every project. A target framework is one project's only.</param>
    public ProjectEvaluator(IReadOnlyDictionary<string, string> properties)
    {
        var whole = new Dictionary<string, string>(properties, StringComparer.OrdinalIgnoreCase);
        whole.Remove("TargetFramework");
        collection = new ProjectCollection(whole);
    }

    /// <summary>Once, or once for none and once for each of several target frameworks: a restore looks at all of them.</summary>
    /// <exception cref="Microsoft.Build.Exceptions.InvalidProjectFileException">It is not well formed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <param name="text">What would be in the file, of a project that exists in memory only; else null.</param>
    public IEnumerable<Project> Evaluate(string projectFile, string? text = null)
    {
        var root = text is null ? null : Parse(projectFile, text);
        var outer = Load(projectFile, root, null);
        yield return outer;
        if (outer.GetPropertyValue("TargetFramework").Length > 0)
        {
            yield break;
        }

        foreach (var framework in outer.GetPropertyValue("TargetFrameworks").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return Load(projectFile, root, framework);
        }
    }

    /// <summary>Absolute paths of the projects that one references itself, sorted.</summary>
    public static IReadOnlyList<string> References(IEnumerable<Project> evaluations) =>
    [
        .. evaluations
            .SelectMany(project => project.GetItems("ProjectReference")
                .Select(item => Path.GetFullPath(PathText.ToLocal(item.EvaluatedInclude), project.DirectoryPath)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => collection.Dispose();

    private ProjectRootElement Parse(string projectFile, string text)
    {
        using var reader = XmlReader.Create(new StringReader(text));
        var root = ProjectRootElement.Create(reader, collection);
        root.FullPath = projectFile;
        return root;
    }

    private Project Load(string projectFile, ProjectRootElement? root, string? framework)
    {
        var properties = new Dictionary<string, string>(collection.GlobalProperties, StringComparer.OrdinalIgnoreCase);
        if (framework is not null)
        {
            properties["TargetFramework"] = framework;
        }

        const ProjectLoadSettings Lenient
            = ProjectLoadSettings.IgnoreMissingImports | ProjectLoadSettings.IgnoreInvalidImports | ProjectLoadSettings.IgnoreEmptyImports;
        return root is null
            ? new Project(projectFile, properties, toolsVersion: null, collection, Lenient)
            : new Project(root, properties, toolsVersion: null, collection, Lenient);
    }
}
