using Containerize.Destinations;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>A blob that exists, and what would become of it.</summary>
internal sealed record ForeseenBlob(Descriptor Descriptor, BlobOutcome Outcome)
{
    /// <summary>Opens it, for a report.</summary>
    public ImageBlob? Content { get; init; }
}
