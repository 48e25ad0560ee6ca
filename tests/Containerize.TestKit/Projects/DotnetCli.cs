using System.Diagnostics;
using System.Text;
using Containerize.TestKit.Terminals;

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

    /// <summary>
    /// Whether builds go through an MSBuild server, which has built for others before and lives on: as in an editor, and unlike at a command line, whose
    /// arguments it does not know.
    /// </summary>
    public bool ThroughServer { get; set; }

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
            var folder = workingDirectory ?? workspace.Root;
            return ThroughServer
                ? await BuildServers.UseAsync(server => RunThroughAsync(server, arguments, cancellationToken, folder), cancellationToken)
                : await StartAsync(Describe(arguments, folder), arguments, cancellationToken);
        }
        finally
        {
            Slots.Release();
        }
    }

    /// <summary>Through a server that the caller has to itself.</summary>
    internal Task<DotnetResult> RunThroughAsync(BuildServer server, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? workingDirectory = null)
    {
        var start = Describe(arguments, workingDirectory ?? workspace.Root);
        server.Share(start.Environment);
        return StartAsync(start, arguments, cancellationToken);
    }

    /// <summary>At a terminal, as MSBuild shows a build there. Linux only.</summary>
    /// <param name="watch">Called with the screen whenever something has been written to it.</param>
    /// <exception cref="TimeoutException">With what was on the screen.</exception>
    /// <exception cref="InvalidOperationException">The command failed; with what was on the screen.</exception>
    public async Task<Screen> ShowAsync(IReadOnlyList<string> arguments, Action<Screen> watch, CancellationToken cancellationToken)
    {
        await Slots.WaitAsync(cancellationToken);
        try
        {
            var (program, wrapped) = Terminal.Wrap(["dotnet", .. arguments]);
            var start = Describe(program, wrapped, workspace.Root);
            start.Environment["TERM"] = "xterm-256color";
            start.Environment["SHELL"] = "/bin/sh";
            return await Terminal.RunAsync(start, Timeout, watch, cancellationToken);
        }
        finally
        {
            Slots.Release();
        }
    }

    private static bool IsBuild(IReadOnlyList<string> arguments) => arguments[0] is "build" or "publish" or "msbuild" or "restore" or "pack";

    private async Task<DotnetResult> StartAsync(ProcessStartInfo start, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = start };
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
        string[] shown = IsBuild(arguments)
            // One line an error: no live display, no second list of the errors at the end.
            ? [.. arguments, "-tl:off", "-clp:NoSummary"]
            : [.. arguments];
        return Umask is null
            ? Describe("dotnet", shown, workingDirectory)
            : Describe("/bin/sh", ["-c", $"umask {Umask} && exec dotnet \"$@\"", "dotnet", .. shown], workingDirectory);
    }

    private ProcessStartInfo Describe(string program, IReadOnlyList<string> arguments, string workingDirectory)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
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
