namespace Containerize.Registries;

/// <summary>
/// Ends a request in which nothing moves. A time limit on the whole request, which HttpClient offers, would end slow but honest uploads.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly CancellationTokenSource source;

    public StallWatch(TimeSpan limit, CancellationToken caller)
    {
        Limit = limit;
        Caller = caller;
        source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Alive();
    }

    public TimeSpan Limit { get; }

    /// <summary>Of whoever waits for the request. Pauses between attempts heed it alone: in them nothing has to move.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Ends with the caller's, or when nothing moved for too long.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Whether the watch, and not the caller, ended it.</summary>
    public bool HasStalled => source.IsCancellationRequested && !Caller.IsCancellationRequested;

    /// <summary>Something moved.</summary>
    public void Alive() => source.CancelAfter(Limit);

    public void Dispose() => source.Dispose();
}
