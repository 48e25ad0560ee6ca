using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>Empties the cache of compressed layers and base images. Builds that run meanwhile are not disturbed.</summary>
[MSBuildMultiThreadableTask]
public sealed class CleanContainerizeCache : ContainerizeTask
{
    /// <summary>One item with metadata CacheDirectory, CacheSize.</summary>
    [Required]
    public ITaskItem Cache { get; set; } = new TaskItem();

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        new CacheSettings(new ImageProperties(Cache, Paths), Host).Clear(Path.GetFileNameWithoutExtension(ProjectFile), log);
        return Task.CompletedTask;
    }
}
