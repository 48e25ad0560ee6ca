using System.Collections.Concurrent;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>All registries of one publish: connections, tokens and counts are shared by everything that talks to the same one.</summary>
internal sealed class RegistryClient : IDisposable
{
    private readonly ConcurrentDictionary<string, RegistryConnection> connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MirroredRepository> sources = new(StringComparer.Ordinal);
    private readonly HttpClient http;
    private readonly RegistryOptions options;
    private readonly CredentialSource credentials;
    private readonly TimeProvider clock;
    private readonly IPublishLog log;

    /// <param name="handler">The network, or a test's stand-in; disposed with this client if it is its own.</param>
    public RegistryClient(
        HttpMessageHandler handler, RegistryOptions options, CredentialSource credentials, TimeProvider clock, IPublishLog log, bool ownsHandler = true)
    {
        http = Over(handler, ownsHandler);
        this.options = options;
        this.credentials = credentials;
        this.clock = clock;
        this.log = log;
    }

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
        => new(connections.GetOrAdd(registry, Connect), options, repository, access);

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

    public void Dispose() => http.Dispose();

    private RegistryConnection Connect(string registry)
    {
        var endpoint = RegistryEndpoint.Of(registry, options);
        var authenticator = new Authenticator(endpoint, credentials, new TokenService(http, Counts, doing => new Attempts(options, clock, log, doing)), options.StallLimit, clock);
        return new RegistryConnection(endpoint, http, options, authenticator, Counts, clock, log);
    }
}
