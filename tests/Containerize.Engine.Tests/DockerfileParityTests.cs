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
/// <remarks>
/// A class for each shape, since tests of one class wait for each other. What brings compilers and packages of its own into the builder is
/// built by one buildah only.
/// </remarks>
public abstract class DockerfileParityTests(string shape, bool bringsMuch = false)
{
    private static readonly ImageBuilder[] Builders = [ImageBuilder.Docker, ImageBuilder.Buildah, ImageBuilder.NewDocker];

    [RanInto("a builder of today", "the generated Dockerfile in Docker 28 with containerd's image store, or in buildah 1.43", "layers and configuration are those of the direct image, as with the builders of 2022")]
    [LabFact]
    public async Task Every_builder_makes_the_image_that_a_publish_makes()
    {
        using var workspace = TestWorkspace.Create("w").WithPackageInside();
        var entry = await Shapes.WriteAsync(shape, workspace);
        // The lab has one SDK image, and it has no tag of a family.
        var dockerfile = await GeneratedDockerfile.GenerateAsync(workspace, entry, $"-p:ContainerizeSdkImage={TheLab.Registry}/dotnet/sdk:10.0");

        var direct = await DirectImage.PublishAsync(workspace, entry, Options());

        direct.OwnLayers.ShouldNotBeEmpty();
        foreach (var builder in bringsMuch ? Builders : [.. Builders, ImageBuilder.NewBuildah])
        {
            var build = await dockerfile.BuildAsync(builder);
            build.Text.ShouldNotContain("CTZ6004");
            var built = await build.ReadAsync(workspace);
            var layers = built.OwnLayersAbove(direct);
            // F#'s compiler writes into an assembly where packages lie on the machine (docs/dockerfile.md).
            var unlike = shape.Contains("F#", StringComparison.Ordinal) ? "app/Console.dll" : null;
            layers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!, unlike)).ShouldBe(direct.OwnLayers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!, unlike)), $"{builder}: {shape}");
            ImageLikeness.Configuration(built).ShouldBe(ImageLikeness.Configuration(direct), $"{builder}: {shape}");
            if (builder.IsDocker)
            {
                // buildah drops it, and so does skopeo on the way from docker.
                var check = (await builder.Engine.ImageAsync(build.Tag)).ShouldNotBeNull()["Config"]!["Healthcheck"];
                JsonNode.DeepEquals(check, direct.Run["Healthcheck"]).ShouldBeTrue(check?.ToJsonString());
                await RunsAsync(builder.Engine, build.Tag);
            }
        }
    }

    /// <summary>What a publish of such a project is told, or has to be, to be of what the builder is told.</summary>
    private string[] Options() => shape switch
    {
        _ when shape.Contains("frameworks", StringComparison.Ordinal) => ["-f", "net10.0"],
        // Where a program of one file is compiled has the platform's name in it if somebody gave one, and gets into the assembly (docs/dockerfile.md).
        "program of one file" => ["-a", "x64"],
        _ => [],
    };

    private async Task RunsAsync(LabEngine engine, string image)
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

    public sealed class OfWeb() : DockerfileParityTests("web with a library, packages and assets");

    public sealed class OfWorker() : DockerfileParityTests("worker");

    public sealed class OfFSharp() : DockerfileParityTests("console in F# with arguments");

    public sealed class OfSelfContained() : DockerfileParityTests("self-contained and precompiled");

    public sealed class OfSingleFile() : DockerfileParityTests("single file with content");

    public sealed class OfChiseled() : DockerfileParityTests("chiseled web in another folder, one layer");

    public sealed class OfUsersFolder() : DockerfileParityTests("web below the user's folder, with volumes, links and native libraries");

    public sealed class OfWebWithNode() : DockerfileParityTests("web of two frameworks, with a version from git and a client in React", bringsMuch: true);

    public sealed class OfCountedVersion() : DockerfileParityTests("console with central packages and a version that Nerdbank counts", bringsMuch: true);

    public sealed class OfNativeCode() : DockerfileParityTests("web in native code", bringsMuch: true);

    public sealed class OfOneFile() : DockerfileParityTests("program of one file", bringsMuch: true);
}
