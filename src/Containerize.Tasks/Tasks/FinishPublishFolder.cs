using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>Records what a publish left in its folder, for the next one, and finds what lies there and is not of this publish.</summary>
[MSBuildMultiThreadableTask]
public sealed class FinishPublishFolder : PublishFolderTask
{
    /// <summary>What <see cref="ClearPublishFolder"/> found.</summary>
    public ITaskItem[] Unexplained { get; set; } = [];

    /// <summary>Absolute paths of files in the publish folder that do not go into an image.</summary>
    [Output]
    public ITaskItem[] LeftOver { get; private set; } = [];

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        LeftOver = [.. Folder.Finish(ListComing(), [.. Unexplained.Select(item => item.ItemSpec)], IsBuilds, log)
            .Select(path => new TaskItem(ProjectCollection.Escape(path)))];
        return Task.CompletedTask;
    }
}
