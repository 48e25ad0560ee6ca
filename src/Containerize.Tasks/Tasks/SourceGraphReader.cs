using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Host;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Exceptions;

namespace Containerize.Tasks;

/// <summary>
/// Reads a project and all it references by evaluating them, as MSBuild itself would: what a build needs is what the evaluation found,
/// not what names of files suggest.
/// </summary>
/// <param name="properties">Global ones, which hold for the whole graph.</param>
internal sealed class SourceGraphReader(IReadOnlyDictionary<string, string> properties, HostEnvironment host) : IDisposable
{
    private readonly ProjectEvaluator evaluator = new(properties);
    private readonly Dictionary<string, SourceProject> read = new(StringComparer.Ordinal);
    private readonly List<SourceProject> leavesFirst = [];

    /// <summary>Those of a build's global properties that hold for its projects: the others only say how something is made of them.</summary>
    public static IReadOnlyDictionary<string, string> ChooseGlobals(IReadOnlyDictionary<string, string> globals) => globals
        .Where(global => (global.Key[0] != '_' || global.Key == "_IsPublishing") && global.Key != "BuildProjectReferences")
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <returns>Every project after those that it references, the given one last.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.GraphUnreadable"/>.</exception>
    public async Task<IReadOnlyList<SourceProject>> ReadAsync(string projectFile, CancellationToken cancellationToken)
    {
        await VisitAsync(projectFile, referencedBy: null, cancellationToken);
        return leavesFirst;
    }

    public void Dispose() => evaluator.Dispose();

    private async Task VisitAsync(string projectFile, string? referencedBy, CancellationToken cancellationToken)
    {
        // Entered before its references are: a circle is for the build itself to complain about.
        if (!read.TryAdd(projectFile, null!))
        {
            return;
        }

        var entryPoint = FileBasedApp.FindEntryPoint(projectFile);
        if (entryPoint is null && !File.Exists(projectFile))
        {
            throw new ContainerizeException(
                ErrorCodes.GraphUnreadable,
                $"Reading the project graph: {referencedBy ?? projectFile} references {projectFile}, which does not exist. "
                    + "Correct or remove the ProjectReference.");
        }

        var text = entryPoint is null ? null : await FileBasedApp.ReadProjectAsync(entryPoint, host, cancellationToken);
        Project[] evaluations;
        try
        {
            evaluations = [.. evaluator.Evaluate(projectFile, text)];
        }
        catch (Exception e) when (e is InvalidProjectFileException or IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(
                ErrorCodes.GraphUnreadable,
                $"Reading the project graph: {projectFile} cannot be evaluated: {Excerpt.Of(e.Message)}",
                e);
        }

        var named = await NamedInputs.FindAsync(projectFile, evaluations, host.HomeDirectory, cancellationToken);
        foreach (var reference in ProjectEvaluator.References(evaluations).Concat(named.Projects))
        {
            await VisitAsync(reference, projectFile, cancellationToken);
        }

        leavesFirst.Add(read[projectFile] = EvaluatedProject.Describe(projectFile, entryPoint, evaluations, named));
    }
}
