using Containerize.Oci;

namespace Containerize.Images;

/// <summary>Finds an image in an image layout that lies in a folder (image-layout.md), as BuildKit's exporter <c>type=oci</c> writes one.</summary>
internal static class LayoutImage
{
    /// <summary>An index within an index within index.json: nobody goes deeper, and what leads to itself must end.</summary>
    private const int Deepest = 3;

    /// <summary>
    /// All images that the layout leads to, in its order. Attestations, which are for the platform <c>unknown</c>, are none.
    /// </summary>
    /// <param name="folder">Absolute path.</param>
    /// <exception cref="InvalidDataException">A blob is not what it is called, or its layers are not those of its configuration.</exception>
    /// <exception cref="Diagnostics.ContainerizeException">
    /// It is not written as the specification has it; with codes for registries and base images.
    /// </exception>
    public static Task<IReadOnlyList<Image>> ReadAllAsync(string folder, CancellationToken cancellationToken)
        => ReadAllAsync(folder, tag: null, cancellationToken);

    /// <inheritdoc cref="ReadAllAsync(string, CancellationToken)"/>
    /// <param name="tag">Only what it names; null: all.</param>
    public static async Task<IReadOnlyList<Image>> ReadAllAsync(string folder, string? tag, CancellationToken cancellationToken)
    {
        var images = new List<Image>();
        var bytes = await File.ReadAllBytesAsync(Path.Join(folder, ImageLayout.IndexName), cancellationToken);
        var index = ImageIndex.Parse(bytes, MediaTypes.OciIndex, ImageLayout.IndexName);
        var wanted = index with { Manifests = [.. index.Manifests.Where(entry => tag is null || LayoutIndex.HasTag(entry, tag))] };
        await ReadAsync(folder, wanted, Deepest, images, cancellationToken);
        return images;
    }

    private static async Task ReadAsync(string folder, ImageIndex index, int deeper, List<Image> images, CancellationToken cancellationToken)
    {
        foreach (var entry in index.Manifests)
        {
            if (MediaTypes.IsIndex(entry.MediaType) && deeper > 0)
            {
                var inner = ImageIndex.Parse(await ReadBlobAsync(folder, entry, cancellationToken), entry.MediaType, $"index {entry.Digest}");
                await ReadAsync(folder, inner, deeper - 1, images, cancellationToken);
            }
            else if (MediaTypes.IsManifest(entry.MediaType) && entry.Platform is null or { Os: not "unknown", Architecture: not "unknown" })
            {
                images.Add(await ReadImageAsync(folder, entry, cancellationToken));
            }
        }
    }

    private static async Task<Image> ReadImageAsync(string folder, Descriptor entry, CancellationToken cancellationToken)
    {
        var manifest = ImageManifest.Parse(await ReadBlobAsync(folder, entry, cancellationToken), entry.MediaType, $"manifest {entry.Digest}");
        var configBytes = await ReadBlobAsync(folder, manifest.Config, cancellationToken);
        var config = ImageConfig.Parse(configBytes, $"configuration {manifest.Config.Digest}");
        return manifest.Layers.Count == config.DiffIds.Count
            ? new Image
            {
                Config = config,
                ConfigBytes = configBytes,
                Layers = [.. manifest.Layers.Zip(config.DiffIds, (layer, diffId) => CreateBlob(folder, layer, diffId))],
            }
            : throw new InvalidDataException(
                $"manifest {entry.Digest} has {manifest.Layers.Count} layers, and its configuration tells of {config.DiffIds.Count}");
    }

    /// <summary>Who unpacks the layer finds out whether it is the right one.</summary>
    private static ImageBlob CreateBlob(string folder, Descriptor layer, Digest diffId)
        => new(layer, $"layer {diffId}", Sources: [], _ => Task.FromResult<Stream>(File.OpenRead(PathOf(folder, layer))));

    private static async Task<byte[]> ReadBlobAsync(string folder, Descriptor blob, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(PathOf(folder, blob), cancellationToken);
        return Digest.Of(bytes) == blob.Digest ? bytes : throw new InvalidDataException($"the blob {blob.Digest} is not what it is called");
    }

    private static string PathOf(string folder, Descriptor blob) => Path.Join(folder, ImageLayout.PathOf(blob.Digest));
}
