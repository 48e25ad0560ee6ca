using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Containerize.TestKit.Registry;

namespace Containerize.Tests.Registries.Network;

/// <summary>TLS before a server that has none, so that a test decides what it shows and what it asks for.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly ConnectionListener listener;
    private readonly string behind;
    private readonly SslServerAuthenticationOptions tls;
    private readonly bool requireClient;

    /// <param name="behind">Address and port.</param>
    /// <param name="intermediates">Sent along with the certificate.</param>
    /// <param name="requireClient">Refuse who shows no certificate.</param>
    public TlsFront(string behind, X509Certificate2 certificate, X509Certificate2Collection? intermediates = null, bool requireClient = false)
    {
        this.behind = behind;
        this.requireClient = requireClient;
        tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, intermediates, offline: true),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = Judge,
        };
        listener = new ConnectionListener(ServeAsync);
    }

    /// <summary>As in an image reference.</summary>
    public string Host => listener.Address;

    /// <summary>Who the other side said to be, once for each connection; empty where it showed nothing.</summary>
    public ConcurrentQueue<string> Clients { get; } = new();

    /// <summary>How many certificates the last client sent.</summary>
    public int ChainLength { get; private set; }

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private bool Judge(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        Clients.Enqueue(shown?.Subject ?? string.Empty);
        ChainLength = shown is null ? 0 : 1 + chain!.ChainPolicy.ExtraStore.Count(c => !c.Equals(shown));
        return shown is not null || !requireClient;
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ended)
    {
        await using var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(tls, ended);
        using var server = new TcpClient();
        await server.ConnectAsync(IPEndPoint.Parse(behind), ended);
        await Pipe.BothWaysAsync(secure, server.GetStream(), ended);
    }
}
