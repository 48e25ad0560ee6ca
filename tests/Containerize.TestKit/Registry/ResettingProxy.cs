using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Containerize.TestKit.Registry;

/// <summary>
/// Stands before a registry on a loopback port and hands everything on, except that a request whose body is longer than it likes ends the
/// connection: a firewall or load balancer that says nothing of its limit.
/// </summary>
public sealed class ResettingProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint behind;
    private readonly long longestBody;
    private readonly bool atOnce;
    private readonly Task accepting;
    private int resets;

    /// <param name="behind">Address and port of the registry.</param>
    /// <param name="longestBody">Bytes of a request's body that pass; with the next one the connection ends.</param>
    /// <param name="atOnce">Ends it when the request announces a longer body, before a byte of it has come.</param>
    public ResettingProxy(string behind, long longestBody, bool atOnce = false)
    {
        this.behind = IPEndPoint.Parse(behind.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase));
        this.longestBody = longestBody;
        this.atOnce = atOnce;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Address => listener.LocalEndpoint.ToString()!;

    /// <summary>How many connections it has ended.</summary>
    public int Resets => Volatile.Read(ref resets);

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
        using var server = new TcpClient();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
        try
        {
            await server.ConnectAsync(behind, stop.Token);
            Task[] ways = [RequestsAsync(client, server.GetStream(), stop.Token), server.GetStream().CopyToAsync(client.GetStream(), stop.Token)];
            await Task.WhenAny(ways);
            await stop.CancelAsync();
            await Task.WhenAll(ways);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of both has gone.
        }
    }

    private async Task RequestsAsync(TcpClient client, NetworkStream server, CancellationToken cancellationToken)
    {
        var from = client.GetStream();
        while (await ReadHeadAsync(from, cancellationToken) is { Length: > 0 } head)
        {
            var length = LengthOf(head);
            if (atOnce && length > longestBody)
            {
                Reset(client);
                return;
            }

            await server.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
            if (!await PassBodyAsync(from, server, length, cancellationToken))
            {
                Reset(client);
                return;
            }
        }
    }

    /// <summary>False when it was too long.</summary>
    private async Task<bool> PassBodyAsync(NetworkStream from, NetworkStream to, long length, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (var passed = 0L; passed < length;)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - passed)), cancellationToken);
            if (read == 0 || (passed += read) > longestBody)
            {
                return false;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return true;
    }

    /// <summary>Not an orderly end: what the client has not read yet is lost, and what it sends is answered by a reset.</summary>
    private void Reset(TcpClient client)
    {
        Interlocked.Increment(ref resets);
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
    }

    private static long LengthOf(string head)
    {
        const string name = "\r\nContent-Length:";
        var start = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : long.Parse(head[(start + name.Length)..].Split('\r')[0], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!EndsHead(head) && await stream.ReadAsync(one, cancellationToken) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static bool EndsHead(StringBuilder head)
        => head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
