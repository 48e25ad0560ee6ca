using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>An image whose layers are known here by both of their names. An engine may have it, and tells of one name only.</summary>
/// <param name="Config">Digest of the configuration, by which engines of old know the image.</param>
/// <param name="Others">Digests of its manifest and of the index that it is in, by one of which containerd does.</param>
/// <param name="Layers">Lowest first.</param>
internal sealed record KnownImage(Digest Config, IReadOnlyList<Digest> Others, IReadOnlyList<KnownLayer> Layers)
{
    public IEnumerable<Digest> DiffIds => Layers.Select(layer => layer.DiffId);

    /// <summary>What it may be called, for asking.</summary>
    public IEnumerable<Digest> Ids => Others.Prepend(Config);

    /// <summary>A base image. Null where it is not in order.</summary>
    public static KnownImage? OfBase(Image image)
        => Create(Digest.Of(image.ConfigBytes), image.Digest is { } top ? [top] : [], image.Layers, image.Config);

    /// <summary>One of the images of a set. Null where its configuration cannot be read.</summary>
    public static async Task<KnownImage?> OfAsync(FinishedImage image, Digest top, CancellationToken cancellationToken)
    {
        try
        {
            using var bytes = new MemoryStream();
            await using var content = await image.Config.OpenAsync(cancellationToken);
            await content.CopyToAsync(bytes, cancellationToken);
            var config = ImageConfig.Parse(bytes.ToArray(), "the image's configuration");
            return Create(image.Config.Descriptor.Digest, [.. new[] { image.Manifest.Digest, top }.Distinct()], image.Layers, config);
        }
        catch (ContainerizeException)
        {
            return null;
        }
    }

    private static KnownImage? Create(Digest id, IReadOnlyList<Digest> others, IReadOnlyList<ImageBlob> layers, ImageConfig config)
        => layers.Count == config.DiffIds.Count
            ? new KnownImage(id, others, [.. layers.Zip(config.DiffIds, (layer, diffId) => new KnownLayer(layer.Descriptor.Digest, diffId))])
            : null;
}
