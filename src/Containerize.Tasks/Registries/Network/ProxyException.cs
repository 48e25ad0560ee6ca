using System.Net;

namespace Containerize.Registries.Network;

/// <summary>A request that came no further than a proxy.</summary>
internal sealed class ProxyException(Uri proxy, HttpRequestError error, HttpStatusCode? status, Exception? cause)
    : HttpRequestException(error, $"the proxy {proxy.Authority} did not let it through", cause, status)
{
    /// <summary>Host and port.</summary>
    public string Proxy { get; } = proxy.Authority;

    /// <param name="failure">Of a request that was to go through a proxy, so that any connection that could not be made was the one to it.</param>
    public static bool IsCauseOf(HttpRequestException failure)
        => failure is not ProxyException
            && failure.HttpRequestError is HttpRequestError.ProxyTunnelError or HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
}
