using System.Diagnostics;

namespace Containerize.TestKit.Projects;

/// <summary>
/// One compiler server for all builds of a test run: to start the compiler takes half of what a small publish takes. It has a name of its own, so that no
/// other build of this machine meets it, and ends with the run.
/// </summary>
internal static class CompilerServer
{
    private const string Program = "VBCSCompiler";

    /// <summary>The name of its pipe.</summary>
    private static readonly string Name = $"containerize-tests-{System.Environment.ProcessId}-{Guid.NewGuid():N}";

    static CompilerServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();

    /// <summary>MSBuild makes properties of these: Microsoft.CSharp.Core.targets reads them.</summary>
    public static void Share(IDictionary<string, string?> environment)
    {
        environment["UseSharedCompilation"] = "true";
        environment["SharedCompilationId"] = Name;
    }

    /// <summary>For builds whose surroundings are what is tried: the server writes files in those that it was started in.</summary>
    public static void DoWithout(IDictionary<string, string?> environment) => environment["UseSharedCompilation"] = "false";

    /// <summary>Where a process's command line cannot be read, the server ends by itself when nobody needs it.</summary>
    private static void Stop()
    {
        foreach (var process in Process.GetProcessesByName(Program))
        {
            using (process)
            {
                var commandLine = $"/proc/{process.Id}/cmdline";
                if (File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(Name, StringComparison.Ordinal))
                {
                    process.Kill();
                }
            }
        }
    }
}
