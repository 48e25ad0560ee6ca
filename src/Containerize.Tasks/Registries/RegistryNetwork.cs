using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Containerize.Registries;

/// <summary>
/// The machine's network, with nothing done behind our back: redirects by hand, no cookies, no decompression. Hosts and ports that have
/// certificates of their own are reached by connections of their own, so that nobody else is trusted by them or shown them.
/// </summary>
internal sealed class RegistryNetwork : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> ways = new(StringComparer.Ordinal);
    private readonly RegistryOptions options;
    private readonly HttpMessageInvoker common;

    public RegistryNetwork(RegistryOptions options)
    {
        this.options = options;
        common = new HttpMessageInvoker(NewHandler(new CertificateCheck(options, host: null, [])));
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => WayTo(request.RequestUri!).SendAsync(request, cancellationToken);

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

    private HttpMessageInvoker WayTo(Uri address)
        => address.Scheme == "https"
            ? ways.GetOrAdd(address.Authority, _ => new Lazy<HttpMessageInvoker>(() => NewWayTo(address))).Value
            : common;

    private HttpMessageInvoker NewWayTo(Uri address)
    {
        var folders = options.Certificates.Of(address);
        if (folders.Count == 0)
        {
            return common;
        }

        var certificates = RegistryCertificates.Read(folders);
        var handler = NewHandler(new CertificateCheck(options, address.IdnHost, certificates.Authorities));
        if (certificates.Clients is [var only])
        {
            handler.SslOptions.ClientCertificateContext = only.ToContext();
        }
        else if (certificates.Clients.Count > 0)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, target, _, _, issuers) => Choose(certificates.Clients, target, address.IdnHost, issuers)!;
        }

        return new HttpMessageInvoker(handler);
    }

    private static X509Certificate2? Choose(IReadOnlyList<ClientCertificate> clients, string target, string host, string[] issuers)
        => string.Equals(target, host, StringComparison.OrdinalIgnoreCase) ? clients.FirstOrDefault(client => client.IsFrom(issuers))?.Certificate : null;

    private static SocketsHttpHandler NewHandler(CertificateCheck check) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        Expect100ContinueTimeout = TimeSpan.FromSeconds(1),
        MaxResponseHeadersLength = 64,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = check.Accepts },
    };
}
