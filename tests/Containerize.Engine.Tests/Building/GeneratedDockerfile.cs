using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine.Building;

/// <summary>A project or a program of one file in a git repository, the Dockerfile generated for it, and what builders make of that.</summary>
internal sealed class GeneratedDockerfile
{
    private const string ArgumentsTarget = "ContainerizeBuildArguments";

    /// <summary>A host whose addresses Source Link understands; nobody asks it.</summary>
    private const string Remote = "https://github.com/acme/shop.git";

    private GeneratedDockerfile(TestWorkspace workspace) => Workspace = workspace;

    public TestWorkspace Workspace { get; }

    /// <summary>Relative to the workspace, which is the build context of every project with more than its own folder.</summary>
    public string Path { get; private init; } = string.Empty;

    /// <summary>What the builder is told of the clone: assemblies say of which commit they are, and of which version where git says it.</summary>
    private string[] Arguments { get; init; } = [];

    public static Task<GeneratedDockerfile> GenerateAsync(ProjectCreator project, params string[] properties)
    {
        project.Save();
        return GenerateAsync(project.Workspace, project.FullPath, properties);
    }

    /// <param name="entry">Absolute path of a project, or of a program of one file.</param>
    public static async Task<GeneratedDockerfile> GenerateAsync(TestWorkspace workspace, string entry, params string[] properties)
    {
        await CommitAsync(workspace.Root);
        var result = await workspace.Dotnet.RunAsync(
            ["build", entry, "-t:ContainerizeDockerfile", $"-p:ContainerizeBaseRegistry={TheLab.Registry}", .. properties], TestContext.Current.CancellationToken);
        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        var path = System.IO.Path.GetRelativePath(workspace.Root, System.IO.Path.Join(System.IO.Path.GetDirectoryName(entry), "Dockerfile"));
        return new GeneratedDockerfile(workspace)
        {
            Path = path,
            Arguments = workspace.Read(path).Contains(ArgumentsTarget, StringComparison.Ordinal)
                ? await AskForArgumentsAsync(workspace, entry)
                : ["--build-arg", $"SourceRevisionId={(await Command.RunAsync("git", ["rev-parse", "HEAD"], workspace.Root)).Trim()}", "--build-arg", $"ContainerizeRepositoryUrl={Remote}"],
        };
    }

    public async Task<ImageBuild> BuildAsync(ImageBuilder builder, params string[] options)
        => (await builder.BuildAsync(Workspace.Root, Path, [.. Arguments, .. options])).ShouldSucceed();

    /// <summary>As the head of the file says.</summary>
    private static async Task<string[]> AskForArgumentsAsync(TestWorkspace workspace, string entry)
    {
        var answer = await workspace.Dotnet.RunAsync(
            ["build", entry, $"-t:{ArgumentsTarget}", $"--getProperty:{ArgumentsTarget}", $"-p:ContainerizeBaseRegistry={TheLab.Registry}"], TestContext.Current.CancellationToken);
        return answer.ShouldSucceed().Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task CommitAsync(string folder)
    {
        await File.WriteAllTextAsync(System.IO.Path.Join(folder, ".gitignore"), "bin/\nobj/\nnode_modules/\ndist/\n.home/\n.images/\n", TestContext.Current.CancellationToken);
        await Command.RunAsync("git", ["init", "--quiet"], folder);
        await Command.RunAsync("git", ["remote", "add", "origin", Remote], folder);
        await Command.RunAsync("git", ["add", "."], folder);
        await Command.RunAsync("git", ["-c", "user.name=lab", "-c", "user.email=lab@example.org", "commit", "--quiet", "--message", "The app"], folder);
        await Command.RunAsync("git", ["tag", "1.2.3"], folder);
    }
}
