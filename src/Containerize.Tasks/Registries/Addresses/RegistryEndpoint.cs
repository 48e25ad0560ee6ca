using Containerize.Oci;

namespace Containerize.Registries.Addresses;

/// <summary>Where a registry's API answers, and what may be assumed about the way there.</summary>
internal sealed record RegistryEndpoint
{
    private RegistryEndpoint(string registry, string authority, bool isLoopback, bool isDeclaredInsecure)
    {
        Registry = registry;
        Authority = authority;
        IsLoopback = isLoopback;
        IsDeclaredInsecure = isDeclaredInsecure;
    }

    /// <summary>As users write it, for example <c>docker.io</c>.</summary>
    public string Registry { get; }

    /// <summary>Host and optional port that are connected to, for example <c>registry-1.docker.io</c>.</summary>
    public string Authority { get; }

    /// <summary>Traffic stays on this machine, so plain HTTP gives nothing away.</summary>
    public bool IsLoopback { get; }

    /// <summary>The user accepts plain HTTP and any certificate for this registry.</summary>
    public bool IsDeclaredInsecure { get; }

    public bool MayUsePlainHttp => IsLoopback || IsDeclaredInsecure;

    public static RegistryEndpoint Of(string registry, RegistryOptions options)
    {
        var authority = registry == DockerHub.Name ? DockerHub.ApiHost : registry;
        var isLoopback = HostAndPort.TryParse(authority) is { } parts && HostAndPort.IsLoopback(parts.Host);
        return new RegistryEndpoint(registry, authority, isLoopback, options.IsInsecure(registry));
    }

    public Uri Uri(string scheme, string pathAndQuery) => new($"{scheme}://{Authority}{pathAndQuery}", Exact);

    /// <summary>
    /// Upload locations carry signed state: a registry that sent <c>%7E</c> wants <c>%7E</c> back, which Uri would otherwise decode.
    /// </summary>
    public static UriCreationOptions Exact { get; } = new() { DangerousDisablePathAndQueryCanonicalization = true };
}
