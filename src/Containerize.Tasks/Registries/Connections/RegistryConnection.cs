using Containerize.Diagnostics;
using Containerize.Registries.Authentication;

namespace Containerize.Registries.Connections;

/// <summary>The way to one registry, through handlers that make what failed for a passing reason, redirects and challenges nobody else's concern.</summary>
/// <param name="handler">The first of them; disposed with this.</param>
/// <param name="stallLimit">Longest time in which nothing may move.</param>
internal sealed class RegistryConnection(
    RegistryAddress address,
    Authenticator authenticator,
    HttpMessageHandler handler,
    TransferCounts counts,
    TimeSpan stallLimit,
    Func<string, Attempts> newAttempts) : IDisposable
{
    private readonly HttpMessageInvoker invoker = new(handler);

    public string Registry => address.Endpoint.Registry;

    /// <summary>Base of relative locations.</summary>
    public Uri Root => address.Root;

    /// <summary>Who asks, where the registry wanted to know: a user's name, or where a token was found.</summary>
    public string LoginOf(AuthScope scope)
        => authenticator.NoteOf(scope) is { WereSent: true, Search.Found: { } found } ? found.UserName ?? found.Source : string.Empty;

    public TransferCounts Counts => counts;

    public Attempts NewAttempts(string doing) => newAttempts(doing);

    /// <summary>Sends a request until an answer is final. Every sign of life is noted, and no silence may be longer than the limit.</summary>
    /// <exception cref="ContainerizeException">No answer could be had.</exception>
    public async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        var watch = new StallWatch(stallLimit, cancellationToken);
        try
        {
            var exchange = new RegistryExchange(request, watch);
            using var message = exchange.ToMessage();
            return new RegistryAnswer(await invoker.SendAsync(message, watch.Token), exchange, Registry);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    public void Dispose() => invoker.Dispose();
}
