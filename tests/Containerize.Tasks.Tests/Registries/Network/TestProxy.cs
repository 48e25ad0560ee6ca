using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Containerize.TestKit.Registry;

namespace Containerize.Tests.Registries.Network;

/// <summary>A proxy on this machine that knows where the names of a test are.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly ConnectionListener listener;

    public TestProxy() => listener = new ConnectionListener(ServeAsync);

    public string Address => listener.Address;

    /// <summary>Where <c>host:port</c> really is.</summary>
    public Dictionary<string, string> Places { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary><c>user:password</c> that it wants; null: nothing.</summary>
    public string? Login { get; set; }

    /// <summary>Answers this instead of serving; 0: serves.</summary>
    public int Refusal { get; set; }

    /// <summary>First lines of requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken ended)
    {
        var stream = client.GetStream();
        while (await HttpHead.ReadAsync(stream, ended) is { Length: > 0 } head)
        {
            var words = head.Split("\r\n")[0].Split(' ');
            Requests.Enqueue($"{words[0]} {words[1]}");
            var refusal = Refusal > 0 ? Refusal : IsLoggedIn(head) ? 0 : 407;
            if (refusal > 0)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {refusal} No\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n"), ended);
                continue;
            }

            var isTunnel = words[0] == "CONNECT";
            using var server = new TcpClient();
            await server.ConnectAsync(IPEndPoint.Parse(Places[isTunnel ? words[1] : new Uri(words[1]).Authority]), ended);
            await (isTunnel ? stream : server.GetStream()).WriteAsync(Encoding.ASCII.GetBytes(isTunnel ? "HTTP/1.1 200 OK\r\n\r\n" : head), ended);
            await Pipe.BothWaysAsync(stream, server.GetStream(), ended);
            return;
        }
    }

    private bool IsLoggedIn(string head)
        => Login is null || head.Contains("Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login)), StringComparison.Ordinal);
}
