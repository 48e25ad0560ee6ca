using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>Finds out what moved since an earlier image: layers by their diffIDs, and files in those that only one of the two has.</summary>
/// <param name="name">What leads to the earlier image.</param>
internal sealed class ImageComparison(string name, Image earlier, LayerReader reader, IPublishLog log)
{
    /// <summary>Compressed bytes. More is not fetched for the sake of a list.</summary>
    private const long MostRead = 512 * 1024 * 1024;

    /// <param name="layers">Of the new image.</param>
    public async Task<ImageChanges> CompareAsync(IReadOnlyList<ExplainedLayer> layers, CancellationToken cancellationToken)
    {
        var now = layers.Select(layer => layer.DiffId).OfType<Digest>().ToHashSet();
        var kept = earlier.Config.DiffIds.Where(now.Contains).ToHashSet();
        var gone = Enumerable.Range(0, earlier.Layers.Count).Where(i => !kept.Contains(earlier.Config.DiffIds[i])).ToArray();
        var before = await TryReadAsync(gone, cancellationToken);
        var fresh = layers.Where(layer => layer.DiffId is null || !kept.Contains(layer.DiffId)).ToArray();
        var files = before is null || fresh.Any(layer => layer.Files is null) ? null : Compare(before, fresh);
        return new ImageChanges(name, earlier.Digest, kept, [.. gone.Select(i => ReadImage.Describe(earlier, i))], files);
    }

    /// <returns>Null where that is too much, or not possible.</returns>
    private async Task<IReadOnlyList<ExplainedLayer>?> TryReadAsync(int[] gone, CancellationToken cancellationToken)
    {
        if (gone.Sum(i => earlier.Layers[i].Descriptor.Size) > MostRead)
        {
            return null;
        }

        var layers = new List<ExplainedLayer>();
        try
        {
            foreach (var i in gone)
            {
                var content = await reader.ReadAsync(earlier.Layers[i], earlier.Config.DiffIds[i], cancellationToken);
                layers.Add(ReadImage.Describe(earlier, i) with { Files = content.Files, Removed = content.Removed });
            }
        }
        catch (ContainerizeException e)
        {
            log.Detail($"What moved since {name} is told without files: {e.Message}");
            return null;
        }

        return layers;
    }

    private static List<FileChange> Compare(IReadOnlyList<ExplainedLayer> before, IReadOnlyList<ExplainedLayer> after)
    {
        var (old, now) = (Collect(before), Collect(after));
        var changes = new List<FileChange>();
        foreach (var path in old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, becomes) = (old.GetValueOrDefault(path), now.GetValueOrDefault(path));
            if (was is null || becomes is null || !AreAlike(was, becomes))
            {
                changes.Add(new FileChange(path, was?.Size, becomes?.Size));
            }
        }

        return changes;
    }

    private static bool AreAlike(ExplainedFile one, ExplainedFile other)
        => one.Size == other.Size && one.LinkTarget == other.LinkTarget && (one.LinkTarget is not null || ContentHash.Of(one) == ContentHash.Of(other));

    /// <summary>Of files of one path the highest.</summary>
    private static Dictionary<string, ExplainedFile> Collect(IReadOnlyList<ExplainedLayer> layers)
    {
        var files = new Dictionary<string, ExplainedFile>(StringComparer.Ordinal);
        foreach (var file in layers.SelectMany(layer => layer.Files!))
        {
            files[file.Path] = file;
        }

        return files;
    }
}
