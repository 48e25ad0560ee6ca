using Containerize.Oci;

namespace Containerize.Images;

/// <summary>An image for one platform with everything that names it: the manifest's bytes decide the digest.</summary>
/// <param name="Manifest">Descriptor of the manifest.</param>
/// <param name="Config">The configuration, a blob like the layers.</param>
/// <param name="Layers">Base layers and ours, lowest first.</param>
internal sealed record FinishedImage(
    Platform Platform,
    Descriptor Manifest,
    byte[] ManifestBytes,
    ImageBlob Config,
    IReadOnlyList<ImageBlob> Layers)
{
    public IEnumerable<ImageBlob> Blobs => Layers.Prepend(Config);
}
