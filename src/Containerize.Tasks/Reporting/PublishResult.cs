using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>What a publish did.</summary>
internal sealed record PublishResult
{
    public required string ProjectName { get; init; }

    /// <summary>Names of the image where it went, or the path of its archive.</summary>
    public required IReadOnlyList<string> References { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Names with tags, as people write them to an engine.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>What the names lead to: the image's manifest, or the index of several.</summary>
    public required Descriptor Top { get; init; }

    /// <summary>JSON of the manifest or index that <see cref="Top"/> describes, as it was pushed.</summary>
    public required string TopText { get; init; }

    /// <summary>One, or the images of the index.</summary>
    public required IReadOnlyList<ImageReport> Images { get; init; }

    /// <summary>For how many platforms the project wants an image. More than there are in <see cref="Images"/> where the destination holds one only.</summary>
    public int WantedPlatforms { get; init; }

    /// <summary>The very same image was there already.</summary>
    public required bool Unchanged { get; init; }

    /// <summary>Why the image says that it is from 1970; null where it does not.</summary>
    public string? WhyEpoch { get; init; }

    /// <summary>What kind of place the image went to.</summary>
    public required DestinationKind Destination { get; init; }

    /// <summary>Bytes of request bodies: layers, configuration, manifests.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes that went into an engine, layers that it had left out; 0 where there is none.</summary>
    public long BytesLoaded { get; init; }

    public required long Requests { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Layers of all images, each once.</summary>
    public IEnumerable<LayerReport> Layers => Images.SelectMany(image => image.Layers).DistinctBy(layer => layer.Blob.Digest);

    /// <summary>Compressed bytes of all layers, the bases' included.</summary>
    public long Size => Layers.Sum(layer => layer.Blob.Size);

    public long LayerBytesSent => Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Sum(layer => layer.Blob.Size);
}
