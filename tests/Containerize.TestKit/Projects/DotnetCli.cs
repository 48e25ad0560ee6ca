using System.Diagnostics;
using System.Text;

namespace Containerize.TestKit.Projects;

/// <summary>Runs <c>dotnet</c> as a user would, in a workspace, with nothing of this process's surroundings.</summary>
public sealed class DotnetCli
{
    /// <summary>Each build uses every core; more of them at once only make each other time out.</summary>
    private static readonly SemaphoreSlim Slots = new(2);

    private readonly TestWorkspace workspace;

    internal DotnetCli(TestWorkspace workspace) => this.workspace = workspace;

    /// <summary>Set on top of the cleaned environment; null removes.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Octal, for example <c>077</c>; null inherits ours. Not on Windows.</summary>
    public string? Umask { get; set; }

    /// <summary>For one command, after which it is killed.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <param name="arguments">One entry an argument; nothing is split.</param>
    /// <exception cref="TimeoutException">The command, with what it had written.</exception>
    public async Task<DotnetResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? workingDirectory = null)
    {
        await Slots.WaitAsync(cancellationToken);
        try
        {
            return await StartAsync(arguments, workingDirectory ?? workspace.Root, cancellationToken);
        }
        finally
        {
            Slots.Release();
        }
    }

    private async Task<DotnetResult> StartAsync(IReadOnlyList<string> arguments, string workingDirectory, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(arguments, workingDirectory) };
        var lines = new List<string>();
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (lines)
            {
                if (line.Data is not null)
                {
                    lines.Add(line.Data);
                }
            }
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not finish within {Timeout}. It had written:{System.Environment.NewLine}{Text()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        lock (lines)
        {
            return new DotnetResult(arguments, process.ExitCode, [.. lines]);
        }

        string Text()
        {
            lock (lines)
            {
                return string.Join(System.Environment.NewLine, lines);
            }
        }
    }

    private ProcessStartInfo Describe(IReadOnlyList<string> arguments, string workingDirectory)
    {
        var start = new ProcessStartInfo(Umask is null ? "dotnet" : "/bin/sh")
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (Umask is not null)
        {
            foreach (var argument in new[] { "-c", $"umask {Umask} && exec dotnet \"$@\"", "dotnet" })
            {
                start.ArgumentList.Add(argument);
            }
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (arguments[0] is "build" or "publish" or "msbuild" or "restore" or "pack")
        {
            // One line an error: no live display, no second list of the errors at the end.
            start.ArgumentList.Add("-tl:off");
            start.ArgumentList.Add("-clp:NoSummary");
        }

        CleanEnvironment.Apply(start.Environment, workspace.Home);
        if (Umask is not null)
        {
            CompilerServer.DoWithout(start.Environment);
        }

        CopyNugetSources();
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>A machine's sources are in the user's NuGet.Config, and our programs have another home.</summary>
    private void CopyNugetSources()
    {
        var settings = Path.Join(".nuget", "NuGet", "NuGet.Config");
        var users = Path.Join(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), settings);
        var ours = Path.Join(workspace.Home, settings);
        if (File.Exists(users) && !File.Exists(ours))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ours)!);
            File.Copy(users, ours);
        }
    }
}
