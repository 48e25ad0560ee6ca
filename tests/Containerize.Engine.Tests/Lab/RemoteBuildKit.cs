using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Containerize.Tests.Engine.Lab;

/// <summary>
/// A BuildKit at an address of the network, as a builder's remote driver wants one: that of the newer Docker, which has one inside, behind a socket
/// for which each connection is a <c>docker buildx dial-stdio</c>.
/// </summary>
internal sealed class RemoteBuildKit : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly Task accepting;
    private long bytesGiven;

    /// <summary>Skips the test where the lab has no newer engines.</summary>
    public RemoteBuildKit()
    {
        var docker = LabEngine.Named(LabEngine.Docker28);
        listener.Start();
        accepting = AcceptAsync(docker);
    }

    /// <summary>As <c>docker buildx create</c> takes it.</summary>
    public string Address => $"tcp://{listener.LocalEndpoint}";

    /// <summary>To whoever connected. An image is millions, and greeting the builder is not.</summary>
    public long BytesGiven => Interlocked.Read(ref bytesGiven);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await Task.WhenAll([accepting, .. connections]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync(LabEngine docker)
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            connections.Add(ServeAsync(docker, client));
        }
    }

    private async Task ServeAsync(LabEngine docker, TcpClient client)
    {
        using var connection = client;
        var start = new ProcessStartInfo(docker.Program, ["--host", docker.DockerHost, "buildx", "dial-stdio"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await using var stream = connection.GetStream();
        try
        {
            // Whoever ends first ends both.
            await Task.WhenAny(
                stream.CopyToAsync(process.StandardInput.BaseStream, stop.Token),
                GiveAsync(process.StandardOutput.BaseStream, stream));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private async Task GiveAsync(Stream from, Stream to)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, stop.Token)) > 0;)
        {
            Interlocked.Add(ref bytesGiven, read);
            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }
}
