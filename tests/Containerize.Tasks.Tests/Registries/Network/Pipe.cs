namespace Containerize.Tests.Registries.Network;

/// <summary>Two connections made one.</summary>
internal static class Pipe
{
    public static async Task BothWaysAsync(Stream one, Stream other, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] ways = [one.CopyToAsync(other, stop.Token), other.CopyToAsync(one, stop.Token)];
        await Task.WhenAny(ways);
        await stop.CancelAsync();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
