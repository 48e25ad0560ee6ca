using Containerize.Tests.Hammering;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Containerize.Tests;

/// <summary>The program that xunit would write itself, but that tests can also start to publish in a process of its own, which may be killed.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [PublishProcess.Command, .. var job] => PublishProcess.ServeAsync(PublishJob.Parse(job)),
        // By one of these, the test platform makes itself known.
        _ when args.Contains("--server", StringComparer.Ordinal) || args.Contains("--internal-msbuild-node", StringComparer.Ordinal)
            => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
