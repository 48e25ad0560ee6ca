using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>The image for one platform.</summary>
/// <param name="Base">What it would stand on, with the digest that the reference stands for now; null for an image from nothing.</param>
/// <param name="BaseLayers">Lowest first.</param>
/// <param name="Config">As it would be, but for what depends on the layers.</param>
/// <param name="Layers">Ours, lowest first.</param>
internal sealed record ForeseenImage(
    Platform Platform, ImageReference? Base, IReadOnlyList<ForeseenBlob> BaseLayers, ImageConfig Config, IReadOnlyList<ForeseenLayer> Layers)
{
    /// <summary>Published files that would not be in the image.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; init; } = [];
}
