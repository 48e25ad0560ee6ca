using System.Net;
using Containerize.Host;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Network;

/// <summary>Which requests go through a proxy: what the environment says, else the system's settings. Never those that stay on this machine.</summary>
internal sealed class RegistryProxy : IWebProxy, ICredentials
{
    private readonly ProxyAddress? https;
    private readonly ProxyAddress? http;
    private readonly NoProxyList direct;
    private readonly Lazy<IWebProxy?> system;

    private RegistryProxy(ProxyAddress? https, ProxyAddress? http, NoProxyList direct, Lazy<IWebProxy?> system)
    {
        this.https = https;
        this.http = http;
        this.direct = direct;
        this.system = system;
    }

    public static RegistryProxy None { get; } = new(null, null, new NoProxyList(null), new Lazy<IWebProxy?>((IWebProxy?)null));

    ICredentials? IWebProxy.Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <summary>HTTPS_PROXY, HTTP_PROXY, ALL_PROXY for both, NO_PROXY.</summary>
    /// <param name="system">Gives what the operating system has set, asked only where no variable names a proxy.</param>
    public static RegistryProxy From(HostEnvironment host, Func<IWebProxy?> system)
    {
        var https = ProxyAddress.Of(host, "HTTPS_PROXY", "ALL_PROXY");
        var http = ProxyAddress.Of(host, "HTTP_PROXY", "ALL_PROXY");
        var direct = new NoProxyList(host["no_proxy"] ?? host["NO_PROXY"]);
        return new RegistryProxy(https, http, direct, new Lazy<IWebProxy?>(() => https is null && http is null ? system() : null));
    }

    /// <summary>Null where the way is direct.</summary>
    /// <exception cref="Diagnostics.ContainerizeException"><see cref="Diagnostics.ErrorCodes.ProxyUnusable"/>.</exception>
    public Uri? GetProxy(Uri destination)
    {
        if (HostAndPort.IsLoopback(destination.IdnHost) || direct.Covers(destination.IdnHost, destination.Port))
        {
            return null;
        }

        return system.Value is { } settings
            ? settings.IsBypassed(destination) ? null : settings.GetProxy(destination)
            : (destination.Scheme == "https" ? https : http)?.Address;
    }

    bool IWebProxy.IsBypassed(Uri host) => GetProxy(host) is null;

    /// <param name="uri">A proxy's own address.</param>
    NetworkCredential? ICredentials.GetCredential(Uri uri, string authType)
        => https?.Is(uri) == true ? https.Login
            : http?.Is(uri) == true ? http.Login
            : system.Value?.Credentials?.GetCredential(uri, authType);
}
