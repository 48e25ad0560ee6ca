using System.Net;
using System.Net.Sockets;

namespace Containerize.Benchmarks.Contenders;

/// <summary>Stands in front of an engine's socket and counts the bytes that go in, whoever sends them.</summary>
internal sealed class CountedEngine : IAsyncDisposable
{
    private const string SocketScheme = "unix://";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly string socket;
    private readonly Task accepting;
    private long bytesSent;

    private CountedEngine(DockerEngine engine)
    {
        socket = engine.Host[SocketScheme.Length..];
        listener.Start();
        Engine = new DockerEngine(engine.Client, $"tcp://{listener.LocalEndpoint}", engine.IsLab);
        accepting = AcceptAsync();
    }

    /// <summary>The engine at the address where it is counted.</summary>
    public DockerEngine Engine { get; }

    public long BytesSent => Interlocked.Read(ref bytesSent);

    /// <returns>Null where the engine has no socket on this machine.</returns>
    public static CountedEngine? StartBefore(DockerEngine? engine)
        => engine?.Host.StartsWith(SocketScheme, StringComparison.Ordinal) == true ? new CountedEngine(engine) : null;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            // Not awaited: a connection ends when its parties do, or with the program.
            _ = ServeAsync(await listener.AcceptSocketAsync(stop.Token));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await far.ConnectAsync(new UnixDomainSocketEndPoint(socket), stop.Token);
            await Task.WhenAll(CopyAsync(near, far, count => Interlocked.Add(ref bytesSent, count)), CopyAsync(far, near, _ => { }));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // One of them went away, and the other sees that its connection ends.
        }
    }

    /// <summary>Until one side has said all; the other side may still speak.</summary>
    private async Task CopyAsync(Socket from, Socket to, Action<int> count)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReceiveAsync(buffer, stop.Token)) > 0;)
        {
            count(read);
            for (var sent = 0; sent < read;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), stop.Token);
            }
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
