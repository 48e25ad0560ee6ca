using Containerize.Host;
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
    public IEnumerable<Project> Evaluate(string projectFile)
    {
        var outer = Load(projectFile, null);
        yield return outer;
        if (outer.GetPropertyValue("TargetFramework").Length > 0)
        {
            yield break;
        }

        foreach (var framework in outer.GetPropertyValue("TargetFrameworks").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return Load(projectFile, framework);
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

    private Project Load(string projectFile, string? framework)
    {
        var properties = new Dictionary<string, string>(collection.GlobalProperties, StringComparer.OrdinalIgnoreCase);
        if (framework is not null)
        {
            properties["TargetFramework"] = framework;
        }

        return new Project(projectFile, properties, toolsVersion: null, collection,
            ProjectLoadSettings.IgnoreMissingImports | ProjectLoadSettings.IgnoreInvalidImports | ProjectLoadSettings.IgnoreEmptyImports);
    }
}
