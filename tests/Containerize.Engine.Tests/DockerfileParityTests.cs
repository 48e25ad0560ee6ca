using System.Text.Json.Nodes;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Building the generated Dockerfile gives the image that a publish assembles: the same files in the same layers, the same configuration.</summary>
public sealed class DockerfileParityTests
{
    [RanInto("a builder of today", "the generated Dockerfile in Docker 28 with containerd's image store, or in buildah 1.43", "layers and configuration are those of the direct image, as with the builders of 2022")]
    [LabTheory]
    [InlineData("web with a library, packages and assets")]
    [InlineData("worker")]
    [InlineData("console in F# with arguments")]
    [InlineData("self-contained and precompiled")]
    [InlineData("single file with content")]
    [InlineData("chiseled web in another folder, one layer")]
    [InlineData("web below the user's folder, with volumes, links and native libraries")]
    public async Task Every_builder_makes_the_image_that_a_publish_makes(string shape)
    {
        using var workspace = TestWorkspace.Create("w").WithPackageInside();
        var project = Shapes.Create(shape, workspace).Save();
        // The lab has one SDK image, and it has no tag of a family.
        var dockerfile = await GeneratedDockerfile.GenerateAsync(project, $"-p:ContainerizeSdkImage={TheLab.Registry}/dotnet/sdk:10.0");

        var direct = await DirectAsync(project);

        direct.OwnLayers.ShouldNotBeEmpty();
        foreach (var builder in new[] { ImageBuilder.Docker, ImageBuilder.Buildah, ImageBuilder.NewDocker, ImageBuilder.NewBuildah })
        {
            var build = await dockerfile.BuildAsync(builder);
            build.Text.ShouldNotContain("CTZ6004");
            var built = await build.ReadAsync(workspace);
            var layers = built.Layers.Skip(direct.Layers.Count - direct.OwnLayers.Count).Where(layer => DiffIdOf(built, layer) != ImageBuild.EmptyTar).ToList();
            // F#'s compiler writes into an assembly where packages lie on the machine (docs/dockerfile.md).
            var unlike = shape.Contains("F#", StringComparison.Ordinal) ? "app/Console.dll" : null;
            layers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!, unlike)).ShouldBe(direct.OwnLayers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!, unlike)), $"{builder}: {shape}");
            ImageLikeness.Configuration(built).ShouldBe(ImageLikeness.Configuration(direct), $"{builder}: {shape}");
            if (builder.IsDocker)
            {
                // buildah drops it, and so does skopeo on the way from docker.
                var check = (await builder.Engine.ImageAsync(build.Tag)).ShouldNotBeNull()["Config"]!["Healthcheck"];
                JsonNode.DeepEquals(check, direct.Run["Healthcheck"]).ShouldBeTrue(check?.ToJsonString());
                await RunsAsync(builder.Engine, build.Tag, shape);
            }
        }
    }

    /// <summary>With one builder only: what WebAssembly restores is large.</summary>
    [LabFact]
    public async Task A_site_of_static_files_is_served_without_root_and_routes_its_own_addresses()
    {
        await WebServerImage.MakeAsync();
        using var workspace = TestWorkspace.Create("w").WithPackageInside();
        var project = Shapes.Create("static site", workspace).Save();
        var dockerfile = await GeneratedDockerfile.GenerateAsync(project);

        var direct = await DirectAsync(project);
        var build = await dockerfile.BuildAsync(ImageBuilder.Docker);

        direct.OwnLayers.Select(layer => layer.Class).ShouldBe(["runtime", "assets", "app"]);
        var built = await build.ReadAsync(workspace);
        var layers = built.Layers.Skip(direct.Layers.Count - direct.OwnLayers.Count).Where(layer => DiffIdOf(built, layer) != ImageBuild.EmptyTar).ToList();
        layers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)).ShouldBe(direct.OwnLayers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)));
        ImageLikeness.Configuration(built).ShouldBe(ImageLikeness.Configuration(direct));
        direct.User.ShouldBe("101");

        // In a network of its own, where 8080 is nobody else's.
        var id = (await Docker.RunAsync("run", "--detach", "--network=none", build.Tag)).Trim();
        try
        {
            (await AskAsync("/")).ShouldContain("200 OK");
            (await AskAsync("/an/address/of/the/app")).ShouldContain("blazor.webassembly");
            (await AskAsync("/_framework/missing.js")).ShouldContain("404");
        }
        finally
        {
            await Docker.RunAsync("rm", "--force", id);
        }

        Task<string> AskAsync(string path) => Patience.UntilAsync("the server to answer", async () =>
        {
            var answer = await Command.TryRunAsync(
                TheLab.Docker,
                ["--host", TheLab.DockerHost, "exec", id, "bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET {path} HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"]);
            return answer.ExitCode == 0 ? answer.Output : null;
        });
    }

    private static async Task<PulledImage> DirectAsync(ProjectCreator project)
    {
        var repository = TheLab.NewName("parity");
        var publish = await project.Workspace.Dotnet.RunAsync(
            ["publish", project.FullPath, "-p:ContainerImage=true", $"-p:ContainerRegistry={TheLab.Registry}", $"-p:ContainerRepository={repository}", $"-p:ContainerizeBaseRegistry={TheLab.Registry}"],
            TestContext.Current.CancellationToken);
        publish.ShouldSucceed();
        await Command.RunAsync("skopeo", ["copy", "--quiet", "--src-tls-verify=false", $"docker://{TheLab.Registry}/{repository}:latest", "oci:.direct:image"], project.Workspace.Root);
        return await PulledImage.ReadAsync(LayoutImageSource.OfFolder(project.Workspace.PathOf(".direct")), "image", cancellationToken: TestContext.Current.CancellationToken);
    }

    private static async Task RunsAsync(LabEngine engine, string image, string shape)
    {
        if (shape.Contains("web", StringComparison.Ordinal))
        {
            await using var container = await WebContainer.StartAsync(image, engine);
            using var answer = await container.GetAsync("/", TestContext.Current.CancellationToken);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("hello");
        }
        else if (shape == "worker")
        {
            var id = (await engine.RunAsync("run", "--detach", "--network=host", image)).Trim();
            await Patience.UntilAsync("the worker to say that it started", async () => (await engine.RunAsync("logs", id)).Contains("Application started", StringComparison.Ordinal) ? id : null);
            await engine.RunAsync("rm", "--force", id);
        }
        else
        {
            (await engine.RunImageAsync(image)).Trim().ShouldBe("hello");
        }
    }

    private static string DiffIdOf(PulledImage image, PulledLayer layer)
        => (string)image.Config["rootfs"]!["diff_ids"]!.AsArray()[image.Layers.ToList().IndexOf(layer)]!;
}
