using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Containerize.Tests.Registries;

/// <summary>A proxy on this machine that knows where the names of a test are.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task accepting;

    public TestProxy()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => listener.LocalEndpoint.ToString()!;

    /// <summary>Where <c>host:port</c> really is.</summary>
    public Dictionary<string, string> Places { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary><c>user:password</c> that it wants; null: nothing.</summary>
    public string? Login { get; set; }

    /// <summary>Answers this instead of serving; 0: serves.</summary>
    public int Refusal { get; set; }

    /// <summary>First lines of requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await accepting;
        listener.Stop();
        ended.Dispose();
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
        var stream = client.GetStream();
        try
        {
            while (await ReadHeadAsync(stream) is { Length: > 0 } head)
            {
                var words = head.Split("\r\n")[0].Split(' ');
                Requests.Enqueue($"{words[0]} {words[1]}");
                var refusal = Refusal > 0 ? Refusal : IsLoggedIn(head) ? 0 : 407;
                if (refusal > 0)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {refusal} No\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n"), ended.Token);
                    continue;
                }

                var isTunnel = words[0] == "CONNECT";
                using var server = new TcpClient();
                await server.ConnectAsync(IPEndPoint.Parse(Places[isTunnel ? words[1] : new Uri(words[1]).Authority]), ended.Token);
                await (isTunnel ? stream : server.GetStream()).WriteAsync(Encoding.ASCII.GetBytes(isTunnel ? "HTTP/1.1 200 OK\r\n\r\n" : head), ended.Token);
                await Pipe.BothWaysAsync(stream, server.GetStream(), ended.Token);
                return;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
        }
    }

    private bool IsLoggedIn(string head)
        => Login is null || head.Contains("Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login)), StringComparison.Ordinal);

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, ended.Token) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
