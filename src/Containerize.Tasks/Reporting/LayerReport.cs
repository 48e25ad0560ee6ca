using Containerize.Destinations;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>What became of one layer.</summary>
/// <param name="Class">A layer class's name, or <see cref="BaseClass"/>.</param>
/// <param name="Files">Number of files; null for base layers and those of a builder, which are not looked into.</param>
/// <param name="Size">Uncompressed bytes; null for base layers.</param>
/// <param name="Cached">No compression was needed.</param>
internal sealed record LayerReport(string Class, int? Files, long? Size, Descriptor Blob, Digest DiffId, bool Cached, BlobOutcome Outcome)
{
    /// <summary>What was planned to be in it; null for base layers and those of a builder.</summary>
    public PlannedLayer? Plan { get; init; }

    /// <summary>Opens it, for a report.</summary>
    public ImageBlob? Content { get; init; }

    /// <summary>The class of layers that came with the base image.</summary>
    public const string BaseClass = "base";
}
