using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>A blob that exists, and what would become of it.</summary>
internal sealed record ForeseenBlob(Descriptor Descriptor, BlobOutcome Outcome);
