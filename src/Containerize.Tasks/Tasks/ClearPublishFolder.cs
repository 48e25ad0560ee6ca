using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>Clears a publish folder of what earlier publishes left, before this one writes into it.</summary>
[MSBuildMultiThreadableTask]
public sealed class ClearPublishFolder : PublishFolderTask
{
    /// <summary>The folder below the publish folder that static web assets go to, whose turn comes when they are known. Empty where there are none.</summary>
    public string AssetsFolder { get; set; } = string.Empty;

    /// <summary>Whether it is that folder's turn.</summary>
    public bool OnlyAssets { get; set; }

    /// <summary>Files that nothing explains; paths below the publish folder.</summary>
    [Output]
    public ITaskItem[] Unexplained { get; private set; } = [];

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        Unexplained = [.. Folder.Clear(ListComing(), IsBuilds, path => IsInAssetsFolder(path) == OnlyAssets)
            .Select(path => new TaskItem(ProjectCollection.Escape(path)))];
        return Task.CompletedTask;
    }

    private bool IsInAssetsFolder(string path) => AssetsFolder.Length > 0 && path.StartsWith(AssetsFolder + "/", StringComparison.OrdinalIgnoreCase);
}
