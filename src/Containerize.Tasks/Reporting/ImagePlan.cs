using Containerize.Destinations;

namespace Containerize.Reporting;

/// <summary>What a publish would do, as far as it can be told without doing it.</summary>
internal sealed record ImagePlan
{
    public required string ProjectName { get; init; }

    /// <summary>What kind of place the image would go to; of several the first, as in what follows.</summary>
    public required DestinationKind Destination { get; init; }

    /// <summary>Names that the image would have there.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The very same image is there already.</summary>
    public required bool Unchanged { get; init; }

    /// <summary>The other places that it would go to.</summary>
    public IReadOnlyList<ForeseenDestination> Others { get; init; } = [];

    /// <summary>Why the image would say that it is from 1970; null where it would not.</summary>
    public string? WhyEpoch { get; init; }

    /// <summary>One, or the images of the index.</summary>
    public required IReadOnlyList<ForeseenImage> Images { get; init; }
}
