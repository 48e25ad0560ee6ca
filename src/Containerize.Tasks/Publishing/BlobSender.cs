using Containerize.Destinations;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>Sends blobs side by side as they become ready, each digest once. Disposed early, it ends what is under way: nothing outlives the publish.</summary>
internal sealed class BlobSender : IAsyncDisposable
{
    private readonly Dictionary<Digest, Task<BlobOutcome>> sending = [];
    private readonly IImageDestination destination;
    private readonly CancellationTokenSource stop;

    public BlobSender(IImageDestination destination, CancellationToken cancellationToken)
    {
        this.destination = destination;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Begins; called from one thread at a time. Throws what failed meanwhile, so that no more work goes into a lost publish.</summary>
    public async Task StartAsync(IEnumerable<ImageBlob> blobs)
    {
        if (sending.Values.FirstOrDefault(task => task.IsFaulted) is { } failed)
        {
            await failed;
        }

        foreach (var blob in blobs)
        {
            if (!sending.ContainsKey(blob.Descriptor.Digest))
            {
                sending[blob.Descriptor.Digest] = destination.PutBlobAsync(blob, stop.Token);
            }
        }
    }

    /// <summary>Waits for all. The first failure is the one thrown.</summary>
    public async Task<IReadOnlyDictionary<Digest, BlobOutcome>> FinishAsync()
    {
        await Task.WhenAll(sending.Values);
        return sending.ToDictionary(entry => entry.Key, entry => entry.Value.Result);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // As a task without a result: of one with a result a failure cannot be left unsaid.
        Task all = Task.WhenAll(sending.Values);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}
