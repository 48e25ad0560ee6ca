using System.Text;
using Containerize.Destinations;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Oci;
using Containerize.Reporting;

namespace Containerize.Publishing;

/// <summary>A finished image, and what it was made of.</summary>
/// <param name="Base">What it stands on; null where that could not be told from its own layers.</param>
/// <param name="Own">The layers above the base, lowest first.</param>
internal sealed record MadeImage(FinishedImage Image, Image? Base, IReadOnlyList<ReadyLayer> Own)
{
    /// <summary>Published files that are not in it.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; init; } = [];

    /// <param name="outcomes">Empty when nothing had to be put anywhere: then everything was present.</param>
    public async Task<ImageReport> ReportAsync(IReadOnlyDictionary<Digest, BlobOutcome> outcomes, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await Image.Config.OpenAsync(cancellationToken), Encoding.UTF8);
        var config = await reader.ReadToEndAsync(cancellationToken);
        var below = Image.Layers.Count - Own.Count;
        return new ImageReport(
            Image.Platform,
            Image.Manifest,
            Image.Config.Descriptor,
            Base?.Resolved,
            [
                .. Image.Layers.Take(below).Zip(Base?.Config.DiffIds ?? [], (blob, diffId) => new LayerReport(
                    LayerReport.BaseClass, Files: null, Size: null, blob.Descriptor, diffId, Cached: true, OutcomeOf(blob)) { Content = blob }),
                .. Own.Select(layer => new LayerReport(
                    layer.Class, layer.Files, layer.Built.Size, layer.Blob.Descriptor, layer.Built.DiffId, layer.Built.FromCache, OutcomeOf(layer.Blob))
                {
                    Plan = layer.Plan,
                    Content = layer.Blob,
                }),
            ])
        {
            ManifestText = Encoding.UTF8.GetString(Image.ManifestBytes),
            ConfigText = config,
            IsRoot = ImageConfig.Parse(Encoding.UTF8.GetBytes(config), "the image's configuration").IsRoot,
            LeftOut = LeftOut,
        };

        BlobOutcome OutcomeOf(ImageBlob blob) => outcomes.GetValueOrDefault(blob.Descriptor.Digest, BlobOutcome.Present);
    }
}
