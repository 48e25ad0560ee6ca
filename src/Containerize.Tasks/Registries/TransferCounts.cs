namespace Containerize.Registries;

/// <summary>What went over the wire during a publish. Safe to read and add to from any thread.</summary>
internal sealed class TransferCounts
{
    private long requests;
    private long bytesSent;
    private long bytesReceived;

    /// <summary>HTTP requests, retries and token requests included.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Bytes of request bodies.</summary>
    public long BytesSent => Interlocked.Read(ref bytesSent);

    /// <summary>Bytes of blobs and manifests read.</summary>
    public long BytesReceived => Interlocked.Read(ref bytesReceived);

    public void AddRequest() => Interlocked.Increment(ref requests);

    public void AddRequests(long made) => Interlocked.Add(ref requests, made);

    public void AddSent(long bytes) => Interlocked.Add(ref bytesSent, bytes);

    public void AddReceived(long bytes) => Interlocked.Add(ref bytesReceived, bytes);
}
