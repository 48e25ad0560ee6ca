using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>An image for one platform, opened up.</summary>
/// <param name="Base">What it stands on, as far as that is known.</param>
/// <param name="Layers">Lowest first.</param>
internal sealed record ExplainedImage(Platform Platform, ImageReference? Base, ImageConfig Config, IReadOnlyList<ExplainedLayer> Layers)
{
    /// <summary>Digest of its manifest, or of what its name leads to; null before it is made.</summary>
    public Digest? Digest { get; init; }

    /// <summary>What lay under its name before; null where there was nothing, or nobody looked.</summary>
    public ImageChanges? Changes { get; init; }

    /// <summary>Why there are no <see cref="Changes"/>: a sentence.</summary>
    public string? WhyNoChanges { get; init; }

    /// <summary>Published files that it does without.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; init; } = [];
}
