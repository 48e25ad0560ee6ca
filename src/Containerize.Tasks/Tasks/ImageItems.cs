using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>The description of an image as MSBuild hands it over: one list, each of whose items says of what kind it is.</summary>
/// <param name="items">In the order of MSBuild, which is kept within a kind.</param>
/// <param name="paths">What relative paths are relative to.</param>
internal sealed class ImageItems(IEnumerable<ITaskItem> items, ProjectPaths paths)
{
    /// <summary>The metadata that says an item's kind.</summary>
    public const string KindMetadata = "ContainerizeKind";

    /// <summary>The metadata that says which platform's own publish an item comes from.</summary>
    public const string PlatformMetadata = "ContainerizePlatform";

    private readonly Dictionary<string, ITaskItem[]> kinds = items.GroupBy(item => item.GetMetadata(KindMetadata), StringComparer.Ordinal)
        .ToDictionary(kind => kind.Key, kind => kind.ToArray(), StringComparer.Ordinal);

    public ProjectPaths Paths => paths;

    /// <summary>
    /// Whether the targets of a publish have run. Not when it begins: then only values can be judged, and of files only what no target makes.
    /// </summary>
    public bool IsPublished { get; init; } = true;

    /// <summary>The project's files, for what an evaluation does not tell.</summary>
    public ProjectTexts Texts { get; init; } = new();

    /// <summary>At least one.</summary>
    public IReadOnlyList<ImageProperties> Images { get => field ??= [.. this[ItemKind.Image].Select(image => new ImageProperties(image, paths))]; }

    public ImageProperties Publish => new(this[ItemKind.Publish][0], paths);

    /// <summary>Null where no Dockerfile is written.</summary>
    public ImageProperties? Dockerfile => this[ItemKind.Dockerfile] is [var item, ..] ? new ImageProperties(item, paths) : null;

    /// <summary>
    /// What people write as items, of one platform: what its own publish found in the project, where it had one, and what targets of the publish of all
    /// platforms have added.
    /// </summary>
    /// <param name="platform">Runtime identifier; null where one publish serves all.</param>
    public IReadOnlyList<ITaskItem> ListSettings(ItemKind kind, string? platform)
    {
        if (platform is null)
        {
            return this[kind];
        }

        var found = this[kind].ToLookup(item => item.GetMetadata(PlatformMetadata), StringComparer.Ordinal);
        var written = found.Where(own => own.Key.Length > 0).SelectMany(own => own).Select(Value).ToHashSet();
        return [.. found[platform], .. found[string.Empty].Where(item => !written.Contains(Value(item)))];

        static (string, string, string) Value(ITaskItem item) => (item.ItemSpec, item.GetMetadata("Value"), item.GetMetadata("Type"));
    }

    /// <summary>All items of a kind.</summary>
    public ITaskItem[] this[ItemKind kind] => kinds.GetValueOrDefault(kind.ToString()) ?? [];
}
