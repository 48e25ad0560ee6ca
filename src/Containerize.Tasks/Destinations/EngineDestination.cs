namespace Containerize.Destinations;

/// <summary>A container engine's own store of images.</summary>
internal sealed class EngineDestination : IImageDestination
{
    private readonly EngineClient engine;

    /// <param name="names">Names with tags, as the engine shows them.</param>
    public EngineDestination(EngineClient engine, IReadOnlyList<string> names)
    {
        this.engine = engine;
        References = names;
    }

    public string Kind => engine.Program;

    public IReadOnlyList<string> References { get; }

    /// <summary>Engines name images by their configuration's digest; with containerd's store, by the manifest's.</summary>
    public async Task<bool> HoldsAsync(ImageSet images, CancellationToken cancellationToken)
    {
        string[] ids = [.. images.Images.Select(image => image.Config.Descriptor.Digest.Hex), images.Top.Digest.Hex];
        foreach (var reference in References)
        {
            // podman leaves the algorithm out.
            var id = await engine.ImageIdAsync(reference, cancellationToken);
            if (id is null || !ids.Any(known => id.EndsWith(known, StringComparison.Ordinal)))
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

    public Task CommitAsync(ImageSet images, CancellationToken cancellationToken)
        => engine.LoadAsync((input, token) => ImageArchive.WriteAsync(input, images, References, token), cancellationToken);
}
