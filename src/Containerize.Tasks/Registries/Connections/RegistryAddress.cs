using Containerize.Registries.Addresses;

namespace Containerize.Registries.Connections;

/// <summary>Where one registry is, as far as is known: its scheme shows with its first answer.</summary>
internal sealed class RegistryAddress(RegistryEndpoint endpoint)
{
    private volatile string? scheme;

    public RegistryEndpoint Endpoint => endpoint;

    /// <summary>Null as long as the registry has not answered.</summary>
    public string? Scheme
    {
        get => scheme;
        set => scheme = value;
    }

    /// <summary>Base of relative locations.</summary>
    public Uri Root => endpoint.Uri(scheme ?? "https", "/");

    /// <summary>Credentials are for one scheme, host and port.</summary>
    public bool IsOf(Uri address)
        => address.Authority == Root.Authority && address.Scheme == (scheme ?? address.Scheme) && (address.Scheme == "https" || endpoint.MayUsePlainHttp);
}
