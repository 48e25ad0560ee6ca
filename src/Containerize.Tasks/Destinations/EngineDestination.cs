using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Destinations;

/// <summary>
/// A container engine's own store of images. It is asked once which of the layers it has, beside other work; those are neither fetched nor given to
/// it again.
/// </summary>
internal sealed class EngineDestination : IImageDestination
{
    private readonly EngineStore store;
    private readonly LoadMemory memory;
    private readonly Lock asking = new();
    private IReadOnlyList<KnownImage> bases = [];
    private Task<EngineContent>? content;
    private bool holdsAll;

    /// <param name="names">Names with tags, as the engine shows them.</param>
    /// <param name="cache">Remembers what was loaded.</param>
    public EngineDestination(EngineClient engine, IReadOnlyList<string> names, ContentStore cache, TimeProvider clock, IPublishLog log)
    {
        store = EngineStore.Create(engine, log);
        memory = new LoadMemory(cache, engine.Name, clock);
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

        holdsAll = true;
        return true;
    }

    public void Expect(IEnumerable<Image> standOn) => bases = [.. standOn.Select(KnownImage.OfBase).OfType<KnownImage>()];

    public async Task<BlobOutcome> ForeseeBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
        => holdsAll || (await AskOnceAsync(cancellationToken)).Has(blob.Descriptor.Digest) ? BlobOutcome.Present : BlobOutcome.Written;

    /// <summary>A layer that the engine has stays where it is, in a registry mostly. Should it be refused or gone in the end, it is still fetched.</summary>
    public async Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        if ((await AskOnceAsync(cancellationToken)).Has(blob.Descriptor.Digest))
        {
            return BlobOutcome.Present;
        }

        await blob.PrepareAsync(cancellationToken);
        return BlobOutcome.Written;
    }

    public async Task<CommitReport> CommitAsync(ImageSet images, CancellationToken cancellationToken)
    {
        var known = new List<KnownImage>();
        foreach (var image in images.Images)
        {
            if (await KnownImage.OfAsync(image, images.Top.Digest, cancellationToken) is { } layers)
            {
                known.Add(layers);
            }
        }

        // Layers whose other name cannot be told are never left out.
        var load = new EngineLoad(images, References, known.Count == images.Images.Count ? known : []);
        var there = await AskOnceAsync(cancellationToken);
        if (load.Layers is not [var first, ..] || !store.MayLeaveOut(images) || store.LeavesOut(load, there))
        {
            return await LoadAsync(load, there, cancellationToken);
        }

        using var turn = await memory.TakeTurnAsync(LowestOf(first), cancellationToken);
        return await LoadAsync(load, await AskAsync(cancellationToken), cancellationToken);
    }

    private async Task<CommitReport> LoadAsync(EngineLoad load, EngineContent there, CancellationToken cancellationToken)
    {
        var report = await store.LoadAsync(load, there, cancellationToken);
        memory.Keep(load.Layers.ToLookup(LowestOf));
        return report;
    }

    private Task<EngineContent> AskOnceAsync(CancellationToken cancellationToken)
    {
        lock (asking)
        {
            return content ??= AskAsync(cancellationToken);
        }
    }

    /// <summary>For the name, the bases, and images upon the same that were loaded of late.</summary>
    private Task<EngineContent> AskAsync(CancellationToken cancellationToken)
    {
        var lowest = bases.Count == 0 ? [null] : bases.Select(LowestOf).Distinct();
        return store.AskAsync(References[0], [.. bases, .. lowest.SelectMany(memory.Recall)], cancellationToken);
    }

    /// <summary>By which an image is remembered: the base's lowest layer, which it shares with most others; null where it has no such base.</summary>
    private Digest? LowestOf(KnownImage image)
        => bases.Select(standOn => standOn.DiffIds.FirstOrDefault()).FirstOrDefault(lowest => lowest is not null && lowest == image.DiffIds.FirstOrDefault());
}
