using System.Diagnostics;

namespace Containerize.TestKit.Projects;

/// <summary>
/// An MSBuild server that builds of a test go through, one at a time, as those of an editor do: what outlives a build shows there. It has a name of its own,
/// so that no other build of this machine meets it.
/// </summary>
/// <remarks>A build's variables, folder and arguments are handed over, but what the process was started with is the server's: its arguments, its umask, its signals.</remarks>
internal sealed class BuildServer : IDisposable
{
    /// <summary>A server that nobody needs ends after 15 minutes.</summary>
    private static readonly TimeSpan MostIdle = TimeSpan.FromMinutes(10);

    /// <summary>The server keeps what NuGet found in the home of the first restore; a test's home is gone after the test.</summary>
    private readonly TestWorkspace home = TestWorkspace.Create("server");

    private readonly string salt;
    private readonly Stopwatch idle = new();
    private bool isRunning;

    /// <param name="salt">MSBuild's word for what tells servers and nodes apart that are otherwise the same.</param>
    private BuildServer(string salt) => this.salt = salt;

    /// <summary>Whether it can be counted on to be there still.</summary>
    public bool IsFresh => idle.Elapsed < MostIdle;

    public static async Task<BuildServer> StartAsync(string salt, CancellationToken cancellationToken)
    {
        var server = new BuildServer(salt);
        try
        {
            var project = server.home.Project("first/first.csproj").Property("TargetFramework", "net10.0").Save();
            (await server.home.Dotnet.RunThroughAsync(server, ["restore", project.FullPath], cancellationToken)).ShouldSucceed();
            server.isRunning = true;
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Share(IDictionary<string, string?> environment)
    {
        environment["MSBUILDNODEHANDSHAKESALT"] = salt;
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "1";
        environment.Remove("MSBUILDDISABLENODEREUSE");
        if (!isRunning)
        {
            // The server is started with what this command has, and lives long enough to be compiled better.
            environment.Remove("DOTNET_TC_CallCountingDelayMs");
            // Bytes, hexadecimal: what a build leaves behind is collected every few builds.
            environment["DOTNET_GCgen0size"] = "8000000";
            environment["DOTNET_gcConcurrent"] = "0";
        }
    }

    public void Rest() => idle.Restart();

    /// <summary>Ends the server, its nodes and whatever they have started.</summary>
    public void Dispose()
    {
        End(salt);
        home.Dispose();
    }

    /// <summary>Ends the processes that were started with a salt or one that begins so. Where a process's variables cannot be read, they end by themselves.</summary>
    public static void End(string salt)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (process.Id != System.Environment.ProcessId && Variables(process.Id).Contains($"MSBUILDNODEHANDSHAKESALT={salt}", StringComparison.Ordinal))
                {
                    process.Kill();
                    process.WaitForExit(TimeSpan.FromSeconds(5));
                }
            }
        }
    }

    private static string Variables(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is another user's.
            return string.Empty;
        }
    }
}
