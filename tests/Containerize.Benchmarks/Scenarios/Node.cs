using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Containerize.Benchmarks.Contenders;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>A machine that runs what was published: an engine in which nothing was ever built.</summary>
internal sealed class Node(DockerEngine engine)
{
    private const string Container = "containerize-benchmark";

    // Half a minute of asking; a container that ended would be asked for ever.
    private const string PullAndStart = """
        "$0" pull --quiet "$1" && "$0" run --detach --name "$2" --network=host --env ASPNETCORE_HTTP_PORTS="$3" "$1" || exit 1
        for i in $(seq 1500); do
            curl -sf -o /dev/null "http://127.0.0.1:$3/" && exit 0
            sleep 0.02
        done
        "$0" logs "$2"
        exit 1
        """;

    /// <summary>Pulls the image, runs it, and asks until it answers.</summary>
    public PublishCommand StartOf(PublishTarget target)
        => new("sh", ["-c", PullAndStart, engine.Client, target.Reference, Container, FindPort().ToString(CultureInfo.InvariantCulture)]) { Environment = engine.Environment };

    public Task StopAsync(CancellationToken cancellationToken) => engine.RunAsync(cancellationToken, "rm", "--force", Container);

    /// <summary>Removes every image, and what a builder of tests keeps of them: the engine is the lab's.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await engine.RunAsync(cancellationToken, "image", "prune", "--all", "--force");
        await engine.RunAsync(cancellationToken, "builder", "prune", "--all", "--force");
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
