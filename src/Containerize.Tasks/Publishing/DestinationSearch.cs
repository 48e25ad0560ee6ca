using Containerize.Destinations;

namespace Containerize.Publishing;

/// <summary>All places that images go to, looked for at once and beside other work. Disposed early, it ends what still looks.</summary>
internal sealed class DestinationSearch : IAsyncDisposable
{
    private readonly CancellationTokenSource stop;

    public DestinationSearch(IEnumerable<ImageTarget> targets, PublishServices services, CancellationToken cancellationToken)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        All = [.. targets.Select(target => Task.Run(() => services.ChooseDestinationAsync(target, stop.Token), stop.Token))];
    }

    /// <summary>In the order of the targets.</summary>
    public IReadOnlyList<Task<IImageDestination>> All { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // As tasks without a result: of those with one a failure cannot be left unsaid.
        await Task.WhenAll(All.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}
