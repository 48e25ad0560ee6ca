using Containerize.Engines;
using Containerize.Images;

namespace Containerize.Destinations;

/// <summary>A container engine's own store of images.</summary>
internal sealed class EngineDestination : IImageDestination
{
    private readonly EngineStore store;

    /// <param name="names">Names with tags, as the engine shows them.</param>
    public EngineDestination(EngineClient engine, IReadOnlyList<string> names)
    {
        store = EngineStore.Create(engine);
        Kind = DestinationKind.Engine(engine.Name);
        References = names;
    }

    public DestinationKind Kind { get; }

    public IReadOnlyList<string> References { get; }

    public Task<bool> TakesIndexesAsync(CancellationToken cancellationToken) => store.TakesIndexesAsync(cancellationToken);

    public async Task<bool> HoldsAsync(ImageSet images, CancellationToken cancellationToken)
    {
        foreach (var reference in References)
        {
            if (!await store.HoldsAsync(reference, images, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    public Task<BlobOutcome> ForeseeBlobAsync(ImageBlob blob, CancellationToken cancellationToken) => Task.FromResult(BlobOutcome.Written);

    public async Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        await blob.PrepareAsync(cancellationToken);
        return BlobOutcome.Written;
    }

    public Task CommitAsync(ImageSet images, CancellationToken cancellationToken) => store.LoadAsync(images, References, cancellationToken);
}
