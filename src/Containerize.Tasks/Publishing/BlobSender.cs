using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>Sends blobs side by side as they become ready, each digest once.</summary>
internal sealed class BlobSender
{
    private readonly Dictionary<Digest, Task<BlobOutcome>> sending = [];
    private readonly IImageDestination destination;

    public BlobSender(IImageDestination destination) => this.destination = destination;

    /// <summary>Begins; called from one thread at a time.</summary>
    public void Start(IEnumerable<ImageBlob> blobs, CancellationToken cancellationToken)
    {
        foreach (var blob in blobs)
        {
            if (!sending.ContainsKey(blob.Descriptor.Digest))
            {
                sending[blob.Descriptor.Digest] = destination.PutBlobAsync(blob, cancellationToken);
            }
        }
    }

    /// <summary>Waits for all. The first failure is the one thrown.</summary>
    public async Task<IReadOnlyDictionary<Digest, BlobOutcome>> FinishAsync()
    {
        await Task.WhenAll(sending.Values);
        return sending.ToDictionary(entry => entry.Key, entry => entry.Value.Result);
    }
}
