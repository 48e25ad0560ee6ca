using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Containerize.Registries.Network;

/// <summary>
/// The machine's network, with nothing done behind our back: redirects by hand, no cookies, no decompression. Hosts and ports that have
/// certificates of their own are reached by connections of their own, so that nobody else is trusted by them or shown them.
/// </summary>
internal sealed class RegistryNetwork(RegistryOptions options) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> ways = new(StringComparer.Ordinal);
    private readonly HttpMessageInvoker common = new(NewHandler(options, new CertificateCheck(options, host: null, [])));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var proxy = options.Proxy.GetProxy(address);
        try
        {
            var answer = await WayTo(address, proxy).SendAsync(request, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.ProxyAuthenticationRequired || proxy is null)
            {
                return answer;
            }

            answer.Dispose();
            throw new ProxyException(proxy, HttpRequestError.ProxyTunnelError, answer.StatusCode, cause: null);
        }
        catch (HttpRequestException e) when (proxy is not null && ProxyException.IsCauseOf(e))
        {
            throw new ProxyException(proxy, e.HttpRequestError, e.StatusCode, e);
        }
        catch (OperationCanceledException e) when (proxy is not null && !cancellationToken.IsCancellationRequested)
        {
            // ConnectTimeout shows itself as a cancellation that nobody asked for.
            throw new ProxyException(proxy, HttpRequestError.ConnectionError, status: null, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            common.Dispose();
            foreach (var way in ways.Values.Where(way => way.IsValueCreated))
            {
                way.Value.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private HttpMessageInvoker WayTo(Uri address, Uri? proxy)
        => address.Scheme == "https"
            ? ways.GetOrAdd(address.Authority, _ => new Lazy<HttpMessageInvoker>(() => NewWayTo(address, proxy))).Value
            : common;

    private HttpMessageInvoker NewWayTo(Uri address, Uri? proxy)
    {
        var folders = options.Certificates.Of(address);
        if (folders.Count == 0)
        {
            return common;
        }

        var certificates = RegistryCertificates.Read(folders);
        var handler = NewHandler(options, new CertificateCheck(options, address.IdnHost, certificates.Authorities));
        if (certificates.Clients is [var only] && proxy?.Scheme != "https")
        {
            handler.SslOptions.ClientCertificateContext = only.ToContext();
        }
        else if (certificates.Clients.Count > 0)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, target, _, _, issuers)
                => Choose(certificates.Clients, target, address.IdnHost, issuers)!;
        }

        return new HttpMessageInvoker(handler);
    }

    /// <summary>None for a proxy that speaks TLS itself and also asks who we are.</summary>
    private static X509Certificate2? Choose(IReadOnlyList<ClientCertificate> clients, string target, string host, string[] issuers)
        => string.Equals(target, host, StringComparison.OrdinalIgnoreCase) ? clients.FirstOrDefault(client => client.IsFrom(issuers))?.Certificate : null;

    private static SocketsHttpHandler NewHandler(RegistryOptions options, CertificateCheck check) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = options.Proxy,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        Expect100ContinueTimeout = TimeSpan.FromSeconds(1),
        MaxResponseHeadersLength = 64,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = check.Accepts },
    };
}
