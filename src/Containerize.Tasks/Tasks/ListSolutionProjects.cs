using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Tells a project of a solution which other projects are built with it.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListSolutionProjects : ContainerizeTask
{
    /// <summary>CurrentSolutionConfigurationContents.</summary>
    [Required]
    public string Solution { get; set; } = string.Empty;

    /// <summary>With the properties that they are built with.</summary>
    [Output]
    public ITaskItem[] Others { get; private set; } = [];

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        Others = [.. SolutionProjects.ListOthers(Solution, ProjectFile)];
        return Task.CompletedTask;
    }
}
