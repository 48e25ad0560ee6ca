using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Containerize.Benchmarks.Registries;

/// <summary>A docker-registry of our own: loopback, a port that it picks itself, a folder for its blobs and its access log.</summary>
internal sealed partial class DockerRegistry : IRegistry
{
    public const string Program = "docker-registry";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DockerRegistry(string folder)
    {
        var configuration = Path.Combine(folder, "config.yml");
        File.WriteAllText(configuration, $$"""
            version: 0.1
            log: { level: info, accesslog: { disabled: false } }
            storage: { filesystem: { rootdirectory: "{{folder}}/data" } }
            http: { addr: "127.0.0.1:0", secret: benchmark }
            """);
        _log = new StreamWriter(Path.Combine(folder, "access.log")) { AutoFlush = true };
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, ["serve", configuration]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
    }

    public string Address { get; private set; } = string.Empty;

    public string Description => "docker-registry with a synthetic base image";

    public static async Task<DockerRegistry> StartAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var registry = new DockerRegistry(folder);
        registry._process.Start();
        registry._process.BeginOutputReadLine();
        registry._process.BeginErrorReadLine();
        registry.Address = await registry._address.Task.WaitAsync(StartLimit, cancellationToken);
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _log.DisposeAsync();
    }

    [GeneratedRegex(@"listening on (127\.0\.0\.1:\d+)")]
    private static partial Regex ListeningLine();

    // Access lines come on standard output and everything else on standard error: two threads.
    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.WriteLine(line);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(match.Groups[1].Value);
        }
    }
}
