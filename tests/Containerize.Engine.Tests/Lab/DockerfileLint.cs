using Containerize.TestKit.Projects;

namespace Containerize.Tests.Engine.Lab;

/// <summary>dockerfile-utils, which reads Dockerfiles for editors, as a referee on their text.</summary>
internal static class DockerfileLint
{
    private static readonly string Script = Path.Join(PackedPackage.RepositoryRoot, "build", "lab", "lint.sh");

    /// <returns>A line <c>FILE:LINE: message</c> for each fault; empty: there is none.</returns>
    /// <exception cref="InvalidOperationException">The referee could not do its work.</exception>
    public static async Task<string> RunAsync(params IEnumerable<string> paths)
    {
        var result = await Command.TryRunAsync("bash", [Script, .. paths]);
        return (result.ExitCode, result.Output) switch
        {
            (0, "") => string.Empty,
            (1, not "") => result.Output,
            _ => throw new InvalidOperationException($"lint.sh ended with {result.ExitCode}: {result.Error}{result.Output}"),
        };
    }
}
