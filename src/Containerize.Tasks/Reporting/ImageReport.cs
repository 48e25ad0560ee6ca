using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>What became of the image for one platform.</summary>
/// <param name="Manifest">Descriptor of its manifest.</param>
/// <param name="Base">What it stands on, with the digest that the reference stood for; null for an image from nothing.</param>
/// <param name="Layers">Base layers and ours, lowest first.</param>
internal sealed record ImageReport(Platform Platform, Descriptor Manifest, Descriptor Config, ImageReference? Base, IReadOnlyList<LayerReport> Layers)
{
    /// <summary>JSON of the manifest and of the configuration, as they were pushed.</summary>
    public required string ManifestText { get; init; }

    /// <inheritdoc cref="ManifestText"/>
    public required string ConfigText { get; init; }

    /// <summary>Whether containers of it run as root.</summary>
    public bool IsRoot { get; init; }

    /// <summary>Published files that are not in the image.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; init; } = [];

    /// <summary>Compressed bytes of all layers, the base's included.</summary>
    public long Size => Layers.Sum(layer => layer.Blob.Size);
}
