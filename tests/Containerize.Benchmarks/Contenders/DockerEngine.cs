using System.ComponentModel;
using System.Diagnostics;

namespace Containerize.Benchmarks.Contenders;

/// <summary>A Docker Engine that builds.</summary>
/// <param name="Client">The docker program.</param>
/// <param name="Host">As in <c>DOCKER_HOST</c>.</param>
/// <param name="IsLab">Of <c>build/lab</c>: nothing in it is anybody's.</param>
internal sealed record DockerEngine(string Client, string Host, bool IsLab)
{
    public const string HostVariable = "CONTAINERIZE_LAB_DOCKER_HOST";

    private const string ClientVariable = "CONTAINERIZE_LAB_DOCKER";

    private const string NodeHostVariable = "CONTAINERIZE_LAB_MODERN_DOCKER_HOST";

    private const string NodeProgramsVariable = "CONTAINERIZE_LAB_MODERN";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOCKER_HOST"] = Host,
        ["DOCKER_BUILDKIT"] = "1",
    };

    /// <summary>The lab's where the environment names one, else the one that <c>docker</c> on PATH uses; null where none answers.</summary>
    public static async Task<DockerEngine?> FindAsync(CancellationToken cancellationToken)
    {
        if (System.Environment.GetEnvironmentVariable(HostVariable) is { Length: > 0 } host)
        {
            return new DockerEngine(System.Environment.GetEnvironmentVariable(ClientVariable) ?? "/usr/bin/docker", host, IsLab: true);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            // The measured command has another home, where docker finds no context.
            var context = await RunAsync("docker", ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], null, limit.Token);
            var engine = new DockerEngine("docker", context.Trim(), IsLab: false);
            await engine.RunAsync(limit.Token, "info");
            return engine;
        }
        catch (Exception e) when (e is BenchmarkException or Win32Exception || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>The lab's newer one, in which the benchmark builds nothing; null outside of the lab.</summary>
    public static DockerEngine? FindNode()
        => System.Environment.GetEnvironmentVariable(NodeHostVariable) is { Length: > 0 } host
            && System.Environment.GetEnvironmentVariable(NodeProgramsVariable) is { Length: > 0 } programs
            ? new DockerEngine(Path.Combine(programs, "docker"), host, IsLab: true)
            : null;

    /// <summary>What an image of this name is in the engine; null where there is none.</summary>
    public async Task<string?> FindImageAsync(string name, CancellationToken cancellationToken)
        => await RunAsync(Client, ["images", "--quiet", "--no-trunc", name], Environment, cancellationToken) is { Length: > 0 } id ? id.Trim() : null;

    /// <exception cref="BenchmarkException">The command failed.</exception>
    public Task RunAsync(CancellationToken cancellationToken, params IReadOnlyList<string> arguments)
        => RunAsync(Client, arguments, Environment, cancellationToken);

    private static async Task<string> RunAsync(
        string client,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(client, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var readErrors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await readErrors;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? output
                : throw new BenchmarkException($"'docker {string.Join(' ', arguments)}' failed (exit code {process.ExitCode}):\n{errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
