using Containerize.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>Reads what the image will be called, and whether other projects of the build may be called the same.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadImageNames : ContainerizeTask
{
    /// <summary>One item with the metadata of the image's that name it.</summary>
    [Required]
    public ITaskItem Image { get; set; } = new TaskItem();

    /// <summary>ContainerDestination.</summary>
    public ITaskItem[] Destinations { get; set; } = [];

    /// <summary>Whether a solution is built.</summary>
    public bool InSolution { get; set; }

    /// <summary>MSBuildStartupDirectory; empty: the names are wanted whatever was started.</summary>
    public string StartFolder { get; set; } = string.Empty;

    /// <summary>Whether the build is of this project and no other; then nothing else is found out.</summary>
    [Output]
    public bool IsAlone { get; private set; }

    /// <summary>See <see cref="ImageNames"/>.</summary>
    [Output]
    public string[] Names { get; private set; } = [];

    /// <summary>Names of this project's global properties.</summary>
    [Output]
    public string[] GlobalProperties { get; private set; } = [];

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        IsAlone = !InSolution && EntryProject.Is(ProjectFile, Arguments, StartFolder);
        if (IsAlone)
        {
            return Task.CompletedTask;
        }

        try
        {
            var targets = new TargetReader(new ImageProperties(Image, Paths), Destinations, Paths).Read(outputFolder: null);
            Names = [.. targets.SelectMany(ImageNames.Of).Distinct(StringComparer.Ordinal)];
        }
        catch (ContainerizeException e)
        {
            // The publish says so, and names nothing.
            log.Detail(e.Message);
        }

        GlobalProperties = [.. Globals.Keys];
        return Task.CompletedTask;
    }
}
