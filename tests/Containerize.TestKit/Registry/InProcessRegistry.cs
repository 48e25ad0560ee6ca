using System.Security.Cryptography.X509Certificates;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Containerize.TestKit.Registry.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry;

/// <summary>
/// A registry by the OCI distribution spec 1.1, in this process, on a free loopback port: strict where registries are strict,
/// remembering every request, and able to misbehave on demand.
/// </summary>
public sealed class InProcessRegistry : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly X509Certificate2? certificate;

    private InProcessRegistry(RegistryOptions options)
    {
        Options = options;
        certificate = options.Tls ? SelfSignedCertificate.Create() : null;
        app = LoopbackServer.Build(options.Address, certificate);
        // From the outside in: what came is recorded even if it is then spoilt, and a fault also spoils the asking for a token.
        var routes = new RegistryRoutes(Store, options);
        app.Run(Requests.Wrap(Faults.Wrap(context => options.Auth.InvokeAsync(context, routes.HandleAsync))));
    }

    public RegistryOptions Options { get; }

    public RegistryStore Store { get; } = new();

    public RequestLog Requests { get; } = new();

    public FaultBook Faults { get; } = new();

    public RegistryAuth Auth => Options.Auth;

    public Uri Url { get; private set; } = null!;

    /// <summary>As in an image reference: address and port.</summary>
    public string Host => Url.Authority;

    /// <summary>The certificate that a client has to trust; null without TLS.</summary>
    public X509Certificate2? Certificate => certificate;

    public static async Task<InProcessRegistry> StartAsync(RegistryOptions? options = null, CancellationToken cancellationToken = default)
    {
        var registry = new InProcessRegistry(options ?? new RegistryOptions());
        await registry.app.StartAsync(cancellationToken);
        registry.Url = new Uri(registry.app.Urls.Single());
        return registry;
    }

    /// <summary>A plain client for the registry: follows nothing, keeps no cookies, trusts this registry's certificate only.</summary>
    public HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        if (certificate is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _)
                => presented?.GetCertHashString() == certificate.GetCertHashString();
        }

        return new HttpClient(handler) { BaseAddress = Url };
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync(); // no waiting for clients that keep their connections
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        certificate?.Dispose();
    }
}
