using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>
/// What programs said of their engines in one build: each is asked once, and the first time while the project is still being compiled. Disposed, it asks no
/// longer.
/// </summary>
internal sealed class EngineAnswers : IDisposable
{
    private readonly Dictionary<string, Task<EngineAnswer>> asked = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationToken stopped;

    public EngineAnswers() => stopped = stop.Token;

    /// <summary>An engine that was not there is asked again: it may have been started since.</summary>
    /// <param name="name">An engine's name, or the absolute path of a program.</param>
    public Task<EngineAnswer> AskAsync(string name, HostEnvironment host, CancellationToken cancellationToken)
    {
        var named = EngineKind.FindByName(name);
        var program = Path.IsPathFullyQualified(name) ? (File.Exists(name) ? name : null) : InstalledProgram.Find(name, host);
        if (program is null)
        {
            return Task.FromResult(new EngineAnswer(null, named, Path.IsPathFullyQualified(name) ? "there is no such file" : "it is not installed"));
        }

        lock (gate)
        {
            if (!asked.TryGetValue(program, out var asking) || (asking.IsCompleted && !(asking.IsCompletedSuccessfully && asking.Result.IsThere)))
            {
                asked[program] = asking = EngineAnswer.AskAsync(program, named, stopped);
            }

            return asking.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        if (!stop.IsCancellationRequested)
        {
            stop.Cancel();
        }

        stop.Dispose();
    }
}
