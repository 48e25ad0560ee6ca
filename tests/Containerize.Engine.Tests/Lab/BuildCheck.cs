using System.Text.RegularExpressions;
using Containerize.TestKit.Projects;
using Xunit;

namespace Containerize.Tests.Engine.Lab;

/// <summary><c>docker build --check</c> of Docker 28, as a referee on the text of Dockerfiles.</summary>
internal static partial class BuildCheck
{
    /// <summary>Each waits mostly for the engine.</summary>
    private const int AtOnce = 4;

    /// <returns>What the referee says of each file that it finds a fault in, with the file's name before it; empty: there is none.</returns>
    public static async Task<string> RunAsync(params IReadOnlyList<string> paths)
    {
        using var workspace = TestWorkspace.Create();
        var engine = LabEngine.Named(LabEngine.Docker28);
        var answers = new string[paths.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForAsync(0, paths.Count, options, async (i, token) =>
        {
            var file = workspace.PathOf($"{i}.Dockerfile");
            await File.WriteAllTextAsync(file, WithImagesThatAreThere(await File.ReadAllTextAsync(paths[i], token)), token);
            var result = await Command.TryRunAsync(engine.Program, ["--host", engine.DockerHost, "build", "--check", "--progress=quiet", "--file", file, workspace.Root]);
            answers[i] = result.ExitCode == 0 ? string.Empty : $"{Path.GetFileName(paths[i])}: {result.Output}{result.Error}";
        });
        return string.Concat(answers);
    }

    /// <summary>The referee reads the configuration of what a stage begins with, and fetches the frontend that a file asks for.</summary>
    private static string WithImagesThatAreThere(string text)
        => Frontend().Replace(Image().Replace(text, $"${{from}}{TheLab.Registry}/dotnet/aspnet:10.0"), string.Empty);

    [GeneratedRegex(@"(?<=^|\n)(?<from>FROM (--platform=\S+ )?)\S+/\S+", RegexOptions.ExplicitCapture)]
    private static partial Regex Image();

    [GeneratedRegex(@"^# syntax=.*\n")]
    private static partial Regex Frontend();
}
