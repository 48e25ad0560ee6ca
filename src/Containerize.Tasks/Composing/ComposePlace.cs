using Containerize.Dockerfiles;
using Containerize.Host;

namespace Containerize.Composing;

/// <summary>Where the compose file of a project lies: the same place, whether the solution is built or one of its projects.</summary>
internal static class ComposePlace
{
    private const string Name = "compose.yaml";

    /// <summary>Compose looks for these as well, after the first (docs.docker.com, "How Compose works").</summary>
    private static readonly string[] OtherNames = ["compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    /// <summary>Beside the solution that is built, else beside the nearest above, else at the root of the git work tree, else beside the project.</summary>
    /// <param name="projectFolder">Absolute.</param>
    /// <param name="solutionFolder">Absolute; null: no solution is built.</param>
    /// <param name="homeFolder">The user's own, which is no repository.</param>
    /// <returns>Absolute path.</returns>
    public static string Find(string projectFolder, string? solutionFolder, string homeFolder)
        => Path.Join(
            solutionFolder
                ?? new ConfigurationFiles(homeFolder).Reach(projectFolder).FirstOrDefault(HasSolution)
                ?? GitWorkTree.FindRoot(projectFolder)
                ?? projectFolder,
            Name);

    /// <summary>A file that compose would no longer look at, were there one at the path; null: there is none.</summary>
    public static string? FindShadowed(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Path.GetFileName(path) == Name ? OtherNames.Select(name => Path.Join(folder, name)).FirstOrDefault(File.Exists) : null;
    }

    private static bool HasSolution(string folder) => Directory.EnumerateFiles(folder, "*.sln*").Any(file => Path.GetExtension(file) is ".sln" or ".slnx");
}
