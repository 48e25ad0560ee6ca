using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>What became of one layer.</summary>
/// <param name="Class">A layer class's name, or <see cref="BaseClass"/>.</param>
/// <param name="Files">Number of files; null for base layers and those of a builder, which are not looked into.</param>
/// <param name="Size">Uncompressed bytes; null for base layers.</param>
/// <param name="Cached">No compression was needed.</param>
internal sealed record LayerReport(string Class, int? Files, long? Size, Descriptor Blob, Digest DiffId, bool Cached, BlobOutcome Outcome)
{
    /// <summary>The class of layers that came with the base image.</summary>
    public const string BaseClass = "base";

    /// <param name="outcomes">Empty when nothing had to be put anywhere: then everything was present.</param>
    public static IReadOnlyList<LayerReport> Of(FinishedImage image, BaseImage from, IReadOnlyList<ReadyLayer> ours, IReadOnlyDictionary<Digest, BlobOutcome> outcomes)
    {
        return
        [
            .. from.Config.DiffIds.Select((diffId, i) => new LayerReport(BaseClass, null, null, image.Layers[i].Descriptor, diffId, Cached: true, Outcome(image.Layers[i]))),
            .. ours.Select(layer => new LayerReport(
                layer.Plan.Class.Name, layer.Plan.Files.Count, layer.Built.Size, layer.Blob.Descriptor, layer.Built.DiffId, layer.Built.FromCache, Outcome(layer.Blob))),
        ];

        BlobOutcome Outcome(ImageBlob blob) => outcomes.GetValueOrDefault(blob.Descriptor.Digest, BlobOutcome.Present);
    }
}
