using System.Collections.Concurrent;
using System.Net;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Network;

/// <summary>
/// A network whose first steps (code to compile, names to resolve, connections and TLS to set up) are taken beside other work, so that the
/// first request that matters finds a way that is open. Shared by every publish of one build with the same insecure registries.
/// </summary>
internal sealed class OpenNetwork : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A connection that was opened stays open for a while: other projects of the build need no other. Shorter than it is kept idle.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource ended = new();
    private readonly RegistryOptions options;
    private readonly Task<HttpMessageHandler> handler;
    private readonly ConcurrentDictionary<string, long> greeted = new(StringComparer.Ordinal);
    private long greetings;

    /// <summary>Returns at once; the network is made ready on another thread.</summary>
    public OpenNetwork(RegistryOptions options)
    {
        this.options = options;
        handler = Task.Run(() => RegistryClient.CreateNetwork(options), CancellationToken.None);
    }

    /// <summary>Stays this object's: not to be disposed by who uses it.</summary>
    public async Task<HttpMessageHandler> HandlerAsync() => await handler;

    /// <summary>Requests made so far that no publish has counted yet.</summary>
    public long TakeGreetings() => Interlocked.Exchange(ref greetings, 0);

    /// <summary>As if they were greetings: made before the publish that they are for.</summary>
    public void AddRequests(long count) => Interlocked.Add(ref greetings, count);

    /// <summary>
    /// Asks a registry whether it is there (distribution spec, "Determining Support"): a bare request without credentials, whose answer nobody
    /// reads. Failure is no news here; whoever needs the registry will meet it and say so.
    /// </summary>
    public async Task GreetAsync(string registry)
    {
        if (WasGreeted(registry))
        {
            return;
        }

        try
        {
            var endpoint = RegistryEndpoint.Of(registry, options);
            using var http = RegistryClient.Over(await handler, ownsHandler: false);
            http.Timeout = Patience;
            using var ping = new HttpRequestMessage(HttpMethod.Get, endpoint.Uri(endpoint.IsLoopback ? "http" : "https", "/v2/"));
            Interlocked.Increment(ref greetings);
            using var answer = await http.SendAsync(ping, HttpCompletionOption.ResponseHeadersRead, ended.Token);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized)
            {
                // Read to its end, the connection can serve again.
                await BoundedRead.BytesAsync(answer, 64 * 1024, ended.Token);
            }
        }
#pragma warning disable CA1031 // See the summary.
        catch
#pragma warning restore CA1031
        {
        }
    }

    private bool WasGreeted(string registry)
    {
        var now = Environment.TickCount64;
        var since = greeted.AddOrUpdate(registry, now, (_, earlier) => now - earlier > Fresh.TotalMilliseconds ? now : earlier);
        return since != now;
    }

    public void Dispose()
    {
        ended.Cancel();
        _ = DisposeHandlerAsync();
        ended.Dispose();
    }

    /// <summary>It may be in the making still; nobody waits for it.</summary>
    private async Task DisposeHandlerAsync()
    {
        await ((Task)handler).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (handler.IsCompletedSuccessfully)
        {
            (await handler).Dispose();
        }
    }
}
