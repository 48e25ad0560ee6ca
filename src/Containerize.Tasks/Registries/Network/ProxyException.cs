using System.Net;

namespace Containerize.Registries.Network;

/// <summary>A request that came no further than a proxy.</summary>
internal sealed class ProxyException : HttpRequestException
{
    public ProxyException(Uri proxy, HttpRequestError error, HttpStatusCode? status, Exception? cause)
        : base(error, $"the proxy {proxy.Authority} did not let it through", cause, status) => Proxy = proxy.Authority;

    /// <summary>Host and port.</summary>
    public string Proxy { get; }

    /// <param name="failure">Of a request that was to go through a proxy, so that any connection that could not be made was the one to it.</param>
    public static bool IsCauseOf(HttpRequestException failure)
        => failure is not ProxyException
            && failure.HttpRequestError is HttpRequestError.ProxyTunnelError or HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
}
