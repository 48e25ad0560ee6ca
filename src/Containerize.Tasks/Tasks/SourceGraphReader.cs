using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Exceptions;

namespace Containerize.Tasks;

/// <summary>
/// Reads a project and all it references by evaluating them, as MSBuild itself would: what a build needs is what the evaluation found,
/// not what names of files suggest.
/// </summary>
internal sealed class SourceGraphReader : IDisposable
{
    private readonly ProjectCollection collection;
    private readonly Dictionary<string, SourceProject> read = new(StringComparer.Ordinal);
    private readonly List<SourceProject> leavesFirst = [];

    /// <param name="properties">Global ones, which hold for the whole graph. A target framework is the app's only: a restore looks at all of them.</param>
    public SourceGraphReader(IReadOnlyDictionary<string, string> properties)
    {
        var whole = new Dictionary<string, string>(properties, StringComparer.OrdinalIgnoreCase);
        whole.Remove("TargetFramework");
        collection = new ProjectCollection(whole);
    }

    /// <returns>Every project after those that it references, the given one last.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.GraphUnreadable"/>.</exception>
    public IReadOnlyList<SourceProject> Read(string projectFile)
    {
        Visit(projectFile, referencedBy: null);
        return leavesFirst;
    }

    public void Dispose() => collection.Dispose();

    private void Visit(string projectFile, string? referencedBy)
    {
        // Entered before its references are: a circle is for the build itself to complain about.
        if (!read.TryAdd(projectFile, null!))
        {
            return;
        }

        if (!File.Exists(projectFile))
        {
            throw new ContainerizeException(
                ErrorCodes.GraphUnreadable,
                $"Reading the project graph: {referencedBy ?? projectFile} references {projectFile}, which does not exist. Correct or remove the ProjectReference.");
        }

        Project[] evaluations;
        try
        {
            evaluations = [.. Evaluate(projectFile)];
        }
        catch (Exception e) when (e is InvalidProjectFileException or IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.GraphUnreadable, $"Reading the project graph: {projectFile} cannot be evaluated: {Excerpt.Of(e.Message)}", e);
        }

        var references = evaluations
            .SelectMany(project => project.GetItems("ProjectReference").Select(item => Path.GetFullPath(Unix(item.EvaluatedInclude), project.DirectoryPath)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            Visit(reference, projectFile);
        }

        leavesFirst.Add(read[projectFile] = EvaluatedProject.Describe(projectFile, evaluations));
    }

    /// <summary>Once, or once for each target framework: a restore looks at all of them.</summary>
    private IEnumerable<Project> Evaluate(string projectFile)
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

    private Project Load(string projectFile, string? framework)
    {
        var properties = new Dictionary<string, string>(collection.GlobalProperties, StringComparer.OrdinalIgnoreCase);
        if (framework is not null)
        {
            properties["TargetFramework"] = framework;
        }

        return new Project(projectFile, properties, toolsVersion: null, collection, ProjectLoadSettings.IgnoreMissingImports | ProjectLoadSettings.IgnoreInvalidImports | ProjectLoadSettings.IgnoreEmptyImports);
    }

    private static string Unix(string path) => OperatingSystem.IsWindows() ? path : path.Replace('\\', '/');
}
