using Containerize.Dockerfiles;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>
/// Finds the projects of a graph whose versions targets make, such as those of a package that reads git. Not a program of one file, which is no project that
/// MSBuild could be given.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class FindVersionedProjects : ContainerizeTask
{
    /// <summary>Absolute paths, with what MSBuild is to be told besides (metadata AdditionalProperties): a version is the same for all frameworks.</summary>
    [Output]
    public ITaskItem[] Projects { get; private set; } = [];

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        using var reader = new SourceGraphReader(SourceGraphReader.ChooseGlobals(Globals), Host);
        var graph = await reader.ReadAsync(ProjectFile, cancellationToken);
        Projects = [.. graph.Where(project => project.MakesVersion && !project.IsOneFile).Select(Describe)];
    }

    private static TaskItem Describe(SourceProject project)
    {
        var item = new TaskItem(ProjectCollection.Escape(project.Path));
        if (project.TargetFrameworks.Count > 1)
        {
            item.SetMetadata("AdditionalProperties", $"TargetFramework={project.TargetFrameworks[^1]}");
        }

        return item;
    }
}
