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
    private readonly IReadOnlyDictionary<string, string?> environment;

    private LanguageSample(TestWorkspace workspace, string folder, string project, IReadOnlyDictionary<string, string?> environment)
        => (sample, this.project, this.environment) = (Sample.In(workspace, folder), workspace.PathOf(Path.Join(folder, project)), environment);

    public TestWorkspace Workspace => sample.Workspace;

    /// <param name="name">Its folder below <c>samples/</c>.</param>
    /// <param name="into">The last part of the workspace's path.</param>
    /// <param name="environment">Of its publishes, on top of a clean one.</param>
    /// <param name="folder">Of the project in the workspace, for one whose Dockerfile needs the package under test, which then lies beside it; else empty.</param>
    public static LanguageSample Copy(string name, string into = "w", IReadOnlyDictionary<string, string?>? environment = null, string folder = "")
    {
        var workspace = folder.Length == 0 ? TestWorkspace.Create(into).WithPackage() : TestWorkspace.Create(into).WithPackageInside();
        var from = Path.Join(PackedPackage.RepositoryRoot, "samples", name);
        string[] made = ["bin", "obj", "node_modules"];
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (!relative.Split('/').Any(made.Contains))
            {
                workspace.Write(Path.Join(folder, relative), File.ReadAllText(file));
            }
        }

        return new LanguageSample(workspace, folder, name + ".proj", environment ?? new Dictionary<string, string?>(StringComparer.Ordinal));
    }

    /// <summary>To the lab's registry.</summary>
    public async Task<PublishedImage> PublishAsync(string repository, params string[] options)
        => (await sample.PublishAsync([.. HelloWeb.To(repository), .. options], environment)).Image;

    /// <summary>Into docker.</summary>
    /// <returns>What the image is called there.</returns>
    public async Task<string> LoadAsync()
    {
        var name = TheLab.NewName("loaded");
        var into = new Dictionary<string, string?>(TheLab.DockerEnvironment.Concat(environment), StringComparer.Ordinal);
        (await sample.PublishAsync(HelloWeb.Named(name), into)).Image.Destination.ShouldBe("docker");
        return name;
    }

    /// <summary>By itself, and by what builders make of its Dockerfile: they are to be the same.</summary>
    /// <param name="classes">Of the layers upon the base, lowest first.</param>
    /// <returns>The direct image, and the name that docker has for the built one.</returns>
    public async Task<(PulledImage Direct, string Built)> ShouldBeBuiltAlikeAsync(string[] classes, params ImageBuilder[] builders)
    {
        var dockerfile = await GeneratedDockerfile.GenerateAsync(Workspace, project);
        foreach (var (name, value) in environment)
        {
            Workspace.Dotnet.Environment[name] = value;
        }

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

        return (direct, tag);
    }

    /// <summary>As a publish that leaves making it to a builder pushes it.</summary>
    public async Task ShouldBeThatOfABuilderAsync(PulledImage direct)
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
                ["--host", TheLab.DockerHost, "run", "--rm", $"--network=container:{id}", $"{TheLab.Registry}/dotnet/runtime-deps:10.0", "bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET {path} HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"]);
            return answer.ExitCode == 0 ? answer.Output : null;
        });
    }

    public void Dispose() => sample.Dispose();
}
