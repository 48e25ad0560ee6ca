using Containerize.Destinations;

namespace Containerize.Reporting;

/// <summary>What a publish would do at one of the places that the images go to.</summary>
/// <param name="Kind">What kind of place it is.</param>
/// <param name="References">Names that the image would have there.</param>
/// <param name="Unchanged">The very same image is there already.</param>
/// <param name="Missing">Compressed bytes of blobs that exist and are not there; what would have to be compressed comes on top.</param>
internal sealed record ForeseenDestination(DestinationKind Kind, IReadOnlyList<string> References, bool Unchanged, long Missing);
