using System.Collections.Concurrent;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries.Addresses;
using Containerize.Registries.Authentication;
using Containerize.Registries.Connections;
using Containerize.Registries.Credentials;
using Containerize.Registries.Network;
using Containerize.Registries.Uploads;

namespace Containerize.Registries;

/// <summary>All registries of one publish: connections, tokens and counts are shared by everything that talks to the same one.</summary>
/// <param name="handler">The network, or a test's stand-in; disposed with this client if it is its own.</param>
/// <param name="memory">What is known of registries already; null for nothing.</param>
internal sealed class RegistryClient(
    HttpMessageHandler handler,
    RegistryOptions options,
    CredentialSource credentials,
    TimeProvider clock,
    IPublishLog log,
    bool ownsHandler = true,
    RegistryMemory? memory = null) : IDisposable
{
    private readonly RegistryMemory memory = memory ?? new RegistryMemory();
    private readonly ConcurrentDictionary<string, Way> ways = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MirroredRepository> sources = new(StringComparer.Ordinal);
    private readonly HttpClient http = Over(handler, ownsHandler);

    public TransferCounts Counts { get; } = new();

    /// <summary>The machine's network.</summary>
    public static HttpMessageHandler CreateNetwork(RegistryOptions options) => new RegistryNetwork(options);

    /// <summary>Says who we are. Time limits are <see cref="StallWatch"/>'s: HttpClient's own would end slow uploads.</summary>
    public static HttpClient Over(HttpMessageHandler handler, bool ownsHandler)
    {
        var http = new HttpClient(handler, ownsHandler) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "containerize/" + ProductVersion.Value);
        return http;
    }

    public RegistryRepository Repository(string registry, string repository, RegistryAccess access)
    {
        var way = ways.GetOrAdd(registry, WayTo);
        return new RegistryRepository(way.Connection, way.Uploads, repository, access);
    }

    /// <summary>A repository to read from, or what stands in for it.</summary>
    public MirroredRepository Source(string registry, string repository) => sources.GetOrAdd(
        $"{registry}/{repository}",
        _ => new MirroredRepository(
            Repository(registry, repository, RegistryAccess.Pull),
            [.. options.Mirrors.Of(registry, repository).Select(place => Repository(place.Registry, place.Repository, RegistryAccess.PullFromMirror))],
            log));

    /// <summary>The repository of an image, and those that stand in for it.</summary>
    public IEnumerable<ImageReference> PlacesOf(ImageReference image)
        => options.Mirrors.Of(image.Registry, image.Repository).Prepend(image);

    public void Dispose()
    {
        foreach (var way in ways.Values)
        {
            way.Connection.Dispose();
        }

        http.Dispose();
    }

    private Way WayTo(string registry)
    {
        var endpoint = RegistryEndpoint.Of(registry, options);
        return new Way(Connect(endpoint), new UploadTraffic(endpoint, options.Uploads, memory.MountsAt(registry), Counts, clock, log));
    }

    private RegistryConnection Connect(RegistryEndpoint endpoint)
    {
        var address = new RegistryAddress(endpoint);
        var tokens = new TokenService(endpoint, http, Counts, NewAttempts);
        var authenticator = new Authenticator(endpoint, credentials, tokens, memory.LoginsAt(endpoint.Registry), options.StallLimit, clock);

        // From the last to the first that a request meets.
        HttpMessageHandler handler = new SendingHandler(address, http, Counts, new RegistryWarnings(endpoint.Registry, log));
        handler = new SchemeHandler(address, handler);
        handler = new RedirectHandler(handler);
        handler = new AuthenticationHandler(address, authenticator, handler);
        handler = new RetryHandler(address, new FailureDiagnosis(endpoint, http, Counts), NewAttempts, handler);
        return new RegistryConnection(address, authenticator, handler, Counts, options.StallLimit, NewAttempts);
    }

    private Attempts NewAttempts(string doing) => new(options, clock, log, doing);

    /// <summary>What is shared by all that goes to one registry.</summary>
    private sealed record Way(RegistryConnection Connection, UploadTraffic Uploads);
}
