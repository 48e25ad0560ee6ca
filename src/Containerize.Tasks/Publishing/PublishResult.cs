using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>What a publish did.</summary>
internal sealed record PublishResult
{
    public required string ProjectName { get; init; }

    /// <summary>Names of the image where it went, or the path of its archive.</summary>
    public required IReadOnlyList<string> References { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Descriptor of the manifest.</summary>
    public required Descriptor Manifest { get; init; }

    public required Descriptor Config { get; init; }

    public required Platform Platform { get; init; }

    /// <summary>Null for an image from nothing.</summary>
    public ImageReference? Base { get; init; }

    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary>The very same image was there already.</summary>
    public required bool Unchanged { get; init; }

    /// <summary>What kind of place the image went to: <see cref="IImageDestination.Kind"/>.</summary>
    public required string Destination { get; init; }

    /// <summary>Whether the image went to a registry.</summary>
    public bool Pushed => Destination == RegistryDestination.KindName;

    /// <summary>Bytes of request bodies: layers, configuration, manifests.</summary>
    public required long BytesSent { get; init; }

    public required long Requests { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Compressed bytes of all layers, the base's included.</summary>
    public long Size => Layers.Sum(layer => layer.Blob.Size);

    public long LayerBytesSent => Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Sum(layer => layer.Blob.Size);
}
