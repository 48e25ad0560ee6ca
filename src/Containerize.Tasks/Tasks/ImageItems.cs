using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>The description of an image as MSBuild hands it over: one list, each of whose items says of what kind it is.</summary>
/// <param name="items">In the order of MSBuild, which is kept within a kind.</param>
/// <param name="paths">What relative paths are relative to.</param>
internal sealed class ImageItems(IEnumerable<ITaskItem> items, ProjectPaths paths)
{
    /// <summary>The metadata that says an item's kind.</summary>
    public const string KindMetadata = "ContainerizeKind";

    private readonly Dictionary<string, ITaskItem[]> kinds = items.GroupBy(item => item.GetMetadata(KindMetadata), StringComparer.Ordinal)
        .ToDictionary(kind => kind.Key, kind => kind.ToArray(), StringComparer.Ordinal);

    public ProjectPaths Paths => paths;

    /// <summary>At least one.</summary>
    public IReadOnlyList<ImageProperties> Images { get => field ??= [.. this[ItemKind.Image].Select(image => new ImageProperties(image, paths))]; }

    public ImageProperties Publish => new(this[ItemKind.Publish][0], paths);

    /// <summary>Null where no Dockerfile is written.</summary>
    public ImageProperties? Dockerfile => this[ItemKind.Dockerfile] is [var item, ..] ? new ImageProperties(item, paths) : null;

    /// <summary>All items of a kind.</summary>
    public ITaskItem[] this[ItemKind kind] => kinds.GetValueOrDefault(kind.ToString()) ?? [];
}
