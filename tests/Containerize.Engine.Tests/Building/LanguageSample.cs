using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;

namespace Containerize.Tests.Engine.Building;

/// <summary>A sample in another language, in a workspace that is the folder of the project and so the build context of its Dockerfile.</summary>
internal sealed class LanguageSample : IDisposable
{
    private readonly string project;
    private readonly Sample sample;

    private LanguageSample(TestWorkspace workspace, string project) => (sample, this.project) = (Sample.In(workspace, string.Empty), project);

    public TestWorkspace Workspace => sample.Workspace;

    /// <param name="name">Its folder below <c>samples/</c>.</param>
    /// <param name="into">The last part of the workspace's path.</param>
    public static LanguageSample Copy(string name, string into = "w")
    {
        var workspace = TestWorkspace.Create(into).WithPackage();
        var from = Path.Join(PackedPackage.RepositoryRoot, "samples", name);
        string[] made = ["bin", "obj", "node_modules"];
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (!relative.Split('/').Any(made.Contains))
            {
                workspace.Write(relative, File.ReadAllText(file));
            }
        }

        return new LanguageSample(workspace, workspace.PathOf(name + ".proj"));
    }

    /// <summary>To the lab's registry.</summary>
    public async Task<PublishedImage> PublishAsync(string repository, params string[] options)
        => (await sample.PublishAsync([.. HelloWeb.To(repository), .. options])).Image;

    /// <summary>By itself, and by what builders make of its Dockerfile: they are to be the same.</summary>
    /// <param name="classes">Of the layers upon the base, lowest first.</param>
    /// <returns>The direct image, and the name that docker has for the built one.</returns>
    public async Task<(PulledImage Direct, string Built)> ShouldBeBuiltAlikeAsync(string[] classes, params ImageBuilder[] builders)
    {
        var dockerfile = await GeneratedDockerfile.GenerateAsync(Workspace, project);
        var direct = await DirectImage.PublishAsync(Workspace, project);
        direct.OwnLayers.Select(layer => layer.Class).ShouldBe(classes);
        var tag = string.Empty;
        foreach (var builder in builders)
        {
            var build = await dockerfile.BuildAsync(builder);
            var built = await build.ReadAsync(Workspace);
            built.OwnLayersAbove(direct).Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!))
                .ShouldBe(direct.OwnLayers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)), builder.ToString());
            ImageLikeness.Configuration(built).ShouldBe(ImageLikeness.Configuration(direct), builder.ToString());
            tag = builder == ImageBuilder.Docker ? build.Tag : tag;
        }

        await ShouldBeThatOfABuilderAsync(direct);
        return (direct, tag);
    }

    /// <summary>As a publish that leaves making it to a builder pushes it.</summary>
    private async Task ShouldBeThatOfABuilderAsync(PulledImage direct)
    {
        var repository = TheLab.NewName("builder");
        (await sample.PublishAsync([.. HelloWeb.To(repository), .. BuilderPublish.With("docker")], BuilderPublish.EnvironmentOf("docker"), rebuild: true)).Result.ShouldSucceed();
        using var registry = new RegistryContent(TheLab.Registry);
        var built = await registry.PullAsync(repository);
        built.Layers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)).ShouldBe(direct.Layers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)));
        ImageLikeness.Configuration(built).ShouldBe(ImageLikeness.Configuration(direct));
    }

    /// <summary>Runs an image of docker's in a network of its own, and asks what it serves.</summary>
    /// <param name="act">Gets what asks for a path, and gives the whole answer.</param>
    public static async Task ServeAsync(string image, int port, Func<Func<string, Task<string>>, Task> act)
    {
        var id = (await Docker.RunAsync("run", "--detach", "--network=none", image)).Trim();
        try
        {
            await act(AskAsync);
            var before = DateTime.UtcNow;
            await Docker.RunAsync("stop", "--time", "10", id);
            (DateTime.UtcNow - before).ShouldBeLessThan(TimeSpan.FromSeconds(8), "the app gets the signal itself");
        }
        finally
        {
            await Docker.RunAsync("rm", "--force", id);
        }

        Task<string> AskAsync(string path) => Patience.UntilAsync("the server to answer", async () =>
        {
            var answer = await Command.TryRunAsync(
                TheLab.Docker,
                ["--host", TheLab.DockerHost, "exec", id, "bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET {path} HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"]);
            return answer.ExitCode == 0 ? answer.Output : null;
        });
    }

    public void Dispose() => sample.Dispose();
}
