using System.Text.RegularExpressions;

namespace Containerize.Tests.Engine.Lab;

/// <summary>A web application in a container of one of the lab's engines; removed when disposed.</summary>
internal sealed partial class WebContainer : IAsyncDisposable
{
    private readonly HttpClient client = new();

    private readonly LabEngine engine;

    private WebContainer(LabEngine engine, string id)
    {
        this.engine = engine;
        Id = id;
    }

    public string Id { get; }

    /// <summary>Starts it on a port that the system picks, and waits until it listens.</summary>
    /// <param name="engine">The older Docker Engine if not given.</param>
    public static async Task<WebContainer> StartAsync(string image, LabEngine? engine = null)
    {
        engine ??= LabEngine.Named(LabEngine.Docker20);
        // The lab's containers share the host's network, where 8080 may be anyone's.
        var id = await engine.RunAsync("run", "--detach", "--network=host", "--env", "ASPNETCORE_HTTP_PORTS=0", image);
        var container = new WebContainer(engine, id.Trim());
        try
        {
            container.client.BaseAddress = new Uri($"http://127.0.0.1:{await container.PortAsync()}");
            return container;
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken) => client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);

    /// <returns>What a program printed that was run inside.</returns>
    public async Task<string> ExecuteAsync(params IEnumerable<string> arguments) => (await engine.RunAsync(["exec", Id, .. arguments])).Trim();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await engine.RunAsync("rm", "--force", Id);
    }

    private Task<string> PortAsync() => Patience.UntilAsync("the application to say where it listens", async () =>
    {
        var log = await engine.RunAsync("logs", Id);
        if (ListensOn().Match(log) is { Success: true } said)
        {
            return said.Groups["port"].Value;
        }

        var running = await engine.RunAsync("inspect", "--format", "{{.State.Running}}", Id);
        return running.Trim() == "true" ? null : throw new InvalidOperationException($"The container stopped. It had said:{Environment.NewLine}{log}");
    });

    [GeneratedRegex(@"listening on: http://\S+:(?<port>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ListensOn();
}
