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
    private readonly ConnectionListener listener;
    private readonly IPEndPoint behind;
    private readonly long longestBody;
    private readonly bool atOnce;
    private int resets;

    /// <param name="behind">Address and port of the registry.</param>
    /// <param name="longestBody">Bytes of a request's body that pass; with the next one the connection ends.</param>
    /// <param name="atOnce">Ends it when the request announces a longer body, before a byte of it has come.</param>
    public ResettingProxy(string behind, long longestBody, bool atOnce = false)
    {
        this.behind = IPEndPoint.Parse(behind.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase));
        this.longestBody = longestBody;
        this.atOnce = atOnce;
        listener = new ConnectionListener(ServeAsync);
    }

    /// <summary>Host and port.</summary>
    public string Address => listener.Address;

    /// <summary>How many connections it has ended.</summary>
    public int Resets => Volatile.Read(ref resets);

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken ended)
    {
        using var server = new TcpClient();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended);
        await server.ConnectAsync(behind, stop.Token);
        Task[] ways = [RequestsAsync(client, server.GetStream(), stop.Token), server.GetStream().CopyToAsync(client.GetStream(), stop.Token)];
        await Task.WhenAny(ways);
        await stop.CancelAsync();
        await Task.WhenAll(ways);
    }

    private async Task RequestsAsync(TcpClient client, NetworkStream server, CancellationToken cancellationToken)
    {
        var from = client.GetStream();
        while (await HttpHead.ReadAsync(from, cancellationToken) is { Length: > 0 } head)
        {
            var length = LengthOf(head);
            if (atOnce && length > longestBody)
            {
                Reset(client);
                return;
            }

            await server.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
            if (!await PassBodyAsync(client, server, length, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>False when it was too long, or the client has gone.</summary>
    private async Task<bool> PassBodyAsync(TcpClient client, NetworkStream to, long length, CancellationToken cancellationToken)
    {
        var from = client.GetStream();
        var buffer = new byte[16 * 1024];
        for (var passed = 0L; passed < length;)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - passed)), cancellationToken);
            if (read == 0)
            {
                return false;
            }

            if ((passed += read) > longestBody)
            {
                Reset(client);
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
}
