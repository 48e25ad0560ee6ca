using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Lists the projects that a solution builds, without the one that asks.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListSolutionProjects : ContainerizeTask
{
    /// <summary>CurrentSolutionConfigurationContents.</summary>
    [Required]
    public string Solution { get; set; } = string.Empty;

    /// <summary>With the properties that they are built with.</summary>
    [Output]
    public ITaskItem[] Projects { get; private set; } = [];

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        Projects = [.. SolutionProjects.ListOthers(Solution, ProjectFile)];
        return Task.CompletedTask;
    }
}
