namespace Containerize.Registries;

/// <summary>
/// Ends a request in which nothing moves. A time limit on the whole request, which HttpClient offers, would end slow but honest uploads.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationToken caller;

    public StallWatch(TimeSpan limit, CancellationToken caller)
    {
        Limit = limit;
        this.caller = caller;
        source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Alive();
    }

    public TimeSpan Limit { get; }

    public CancellationToken Token => source.Token;

    /// <summary>Whether the watch, and not the caller, ended it.</summary>
    public bool HasStalled => source.IsCancellationRequested && !caller.IsCancellationRequested;

    /// <summary>Something moved.</summary>
    public void Alive() => source.CancelAfter(Limit);

    public void Dispose() => source.Dispose();
}
