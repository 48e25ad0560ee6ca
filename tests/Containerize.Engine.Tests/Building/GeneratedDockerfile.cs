using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine.Building;

/// <summary>A project in a git repository, the Dockerfile generated for it, and what builders make of that.</summary>
internal sealed class GeneratedDockerfile
{
    /// <summary>A host whose addresses Source Link understands; nobody asks it.</summary>
    private const string Remote = "https://github.com/acme/shop.git";

    private readonly ProjectCreator project;

    private GeneratedDockerfile(ProjectCreator project) => this.project = project;

    public TestWorkspace Workspace => project.Workspace;

    /// <summary>Relative to the workspace, which is the build context of every project with more than its own folder.</summary>
    public string Path { get; private init; } = string.Empty;

    /// <summary>The commit, as a build argument: assemblies say of which they are.</summary>
    public string Revision { get; private init; } = string.Empty;

    public static async Task<GeneratedDockerfile> GenerateAsync(ProjectCreator project, params string[] properties)
    {
        project.Save();
        await CommitAsync(project.Workspace.Root);
        var result = await project.Workspace.Dotnet.RunAsync(
            ["build", project.FullPath, "-t:ContainerizeDockerfile", $"-p:ContainerizeBaseRegistry={TheLab.Registry}", .. properties], TestContext.Current.CancellationToken);
        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        return new GeneratedDockerfile(project)
        {
            Path = System.IO.Path.GetRelativePath(project.Workspace.Root, System.IO.Path.Join(project.DirectoryPath, "Dockerfile")),
            Revision = (await Command.RunAsync("git", ["rev-parse", "HEAD"], project.Workspace.Root)).Trim(),
        };
    }

    public async Task<ImageBuild> BuildAsync(ImageBuilder builder, params string[] options)
        => (await builder.BuildAsync(Workspace.Root, Path, ["--build-arg", $"SourceRevisionId={Revision}", "--build-arg", $"ContainerizeRepositoryUrl={Remote}", .. options])).ShouldSucceed();

    private static async Task CommitAsync(string folder)
    {
        await File.WriteAllTextAsync(System.IO.Path.Join(folder, ".gitignore"), "bin/\nobj/\n.home/\n.images/\n", TestContext.Current.CancellationToken);
        await Command.RunAsync("git", ["init", "--quiet"], folder);
        await Command.RunAsync("git", ["remote", "add", "origin", Remote], folder);
        await Command.RunAsync("git", ["add", "."], folder);
        await Command.RunAsync("git", ["-c", "user.name=lab", "-c", "user.email=lab@example.org", "commit", "--quiet", "--message", "The app"], folder);
    }
}
