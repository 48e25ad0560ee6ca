using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Containerize.Tests.Registries;

/// <summary>TLS before a server that has none, so that a test decides what it shows and what it asks for.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string behind;
    private readonly SslServerAuthenticationOptions tls;
    private readonly bool requireClient;
    private readonly Task accepting;

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
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>As in an image reference.</summary>
    public string Host => listener.LocalEndpoint.ToString()!;

    /// <summary>Who the other side said to be, once for each connection; empty where it showed nothing.</summary>
    public ConcurrentQueue<string> Clients { get; } = new();

    /// <summary>How many certificates the last client sent.</summary>
    public int ChainLength { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await accepting;
        listener.Stop();
        ended.Dispose();
    }

    private bool Judge(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        Clients.Enqueue(shown?.Subject ?? string.Empty);
        ChainLength = shown is null ? 0 : 1 + chain!.ChainPolicy.ExtraStore.Count(c => !c.Equals(shown));
        return shown is not null || !requireClient;
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(ended.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        try
        {
            await using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsServerAsync(tls, ended.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(IPEndPoint.Parse(behind), ended.Token);
            await Pipe.BothWaysAsync(secure, server.GetStream(), ended.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or SocketException)
        {
        }
    }
}
