using Containerize.Images;

namespace Containerize.Destinations;

/// <summary>
/// Somewhere an image can go. Blobs come first, in any order and at once; the image last, so that a name never leads to something incomplete.
/// </summary>
/// <remarks>
/// What any of them cannot do is a <see cref="Diagnostics.ContainerizeException"/> with the code of its kind: CTZ3xxx of a registry, CTZ4xxx of an
/// engine, an archive or a layout. Blobs throw what opening them throws.
/// </remarks>
internal interface IImageDestination
{
    DestinationKind Kind { get; }

    /// <summary>Names for the image there, in the order of the tags: <c>ghcr.io/acme/shop:1.2</c>, or a file.</summary>
    IReadOnlyList<string> References { get; }

    /// <summary>What lies under the first name already; null where nothing could be taken over from it.</summary>
    EarlierContent? Earlier => null;

    /// <summary>Whether it can hold an index of images for several platforms under one name.</summary>
    Task<bool> TakesIndexesAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>Whether every name leads to these very images already, so that nothing needs to be done.</summary>
    Task<bool> HoldsAsync(ImageSet images, CancellationToken cancellationToken);

    /// <summary>Told once something has to be put here, before it is foreseen or put: what the images stand on, for those that may have it.</summary>
    void Expect(IEnumerable<Image> standOn)
    {
    }

    /// <summary>What would become of a blob, without doing it.</summary>
    Task<BlobOutcome> ForeseeBlobAsync(ImageBlob blob, CancellationToken cancellationToken);

    /// <summary>Sees to it that a blob is there.</summary>
    Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken);

    /// <summary>Makes the images available under their names, all of whose blobs were put before.</summary>
    Task<CommitReport> CommitAsync(ImageSet images, CancellationToken cancellationToken);
}
