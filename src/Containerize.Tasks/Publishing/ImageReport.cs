using Containerize.Destinations;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>What became of the image for one platform.</summary>
/// <param name="Manifest">Descriptor of its manifest.</param>
/// <param name="Base">What it stands on, with the digest that the reference stood for; null for an image from nothing.</param>
/// <param name="Layers">Base layers and ours, lowest first.</param>
internal sealed record ImageReport(Platform Platform, Descriptor Manifest, Descriptor Config, ImageReference? Base, IReadOnlyList<LayerReport> Layers)
{
    /// <summary>Published files that are not in the image.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; init; } = [];

    /// <summary>Compressed bytes of all layers, the base's included.</summary>
    public long Size => Layers.Sum(layer => layer.Blob.Size);

    /// <param name="outcomes">Empty when nothing had to be put anywhere: then everything was present.</param>
    public static ImageReport Create(MadeImage made, IReadOnlyDictionary<Digest, BlobOutcome> outcomes)
    {
        var image = made.Image;
        var below = image.Layers.Count - made.Own.Count;
        return new ImageReport(
            image.Platform,
            image.Manifest,
            image.Config.Descriptor,
            made.Base?.Resolved,
            [
                .. image.Layers.Take(below).Zip(made.Base?.Config.DiffIds ?? [], (blob, diffId) => new LayerReport(
                    LayerReport.BaseClass, Files: null, Size: null, blob.Descriptor, diffId, Cached: true, OutcomeOf(blob))),
                .. made.Own.Select(layer => new LayerReport(
                    layer.Class, layer.Files, layer.Built.Size, layer.Blob.Descriptor, layer.Built.DiffId, layer.Built.FromCache, OutcomeOf(layer.Blob))),
            ])
        {
            LeftOut = made.LeftOut,
        };

        BlobOutcome OutcomeOf(ImageBlob blob) => outcomes.GetValueOrDefault(blob.Descriptor.Digest, BlobOutcome.Present);
    }
}
