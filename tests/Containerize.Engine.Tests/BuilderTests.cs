using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A publish whose image a builder makes (ContainerizeBuilder): what no publish can do itself is to run something in the image.</summary>
public sealed class BuilderTests
{
    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    [InlineData("Docker 28")]
    [InlineData("buildah 1.43")]
    public async Task A_builders_image_is_pushed_and_reported_like_our_own_and_has_what_was_run(string builder)
    {
        using var sample = Create("echo made > /made-by-run");
        var repository = TheLab.NewName("builder");

        var first = await sample.PublishAsync([.. HelloWeb.To(repository), .. With(builder)], EnvironmentOf(builder));

        first.Result.ShouldSucceed().Warnings.ShouldBeEmpty();
        first.Image.References.ShouldBe([$"{TheLab.Registry}/{repository}:latest"]);
        first.Image.BaseLayers.ShouldNotBeEmpty();
        first.Image.BaseLayers.ShouldAllBe(layer => layer.Outcome == "mounted" || layer.Outcome == "present");
        first.Image.OwnLayers.Where(layer => layer.Class != "other").Select(layer => layer.Class).ShouldBe(["app"]);
        var reference = $"{TheLab.Registry}/{repository}@{first.Image.Digest}";
        await Docker.RunAsync("pull", "--quiet", reference);
        (await Docker.RunImageAsync(reference)).Trim().ShouldBe("hello");
        (await Docker.RunAsync("run", "--rm", "--network=host", "--entrypoint", "cat", reference, "/made-by-run")).Trim().ShouldBe("made");
        (await Docker.RunAsync("run", "--rm", "--network=host", "--entrypoint", "id", reference, "-u")).Trim().ShouldBe("1654");

        var second = await sample.PublishAsync([.. HelloWeb.To(repository), .. With(builder)], EnvironmentOf(builder), rebuild: true);

        // What was run is not run again, so that its file keeps its time.
        second.Image.OwnLayers.Select(layer => $"{layer.Class} {layer.Digest}").ShouldBe(first.Image.OwnLayers.Select(layer => $"{layer.Class} {layer.Digest}"));
        second.Image.Digest.ShouldBe(first.Image.Digest);
        second.Image.Unchanged.ShouldBeTrue();
        second.Image.LayerBytesSent.ShouldBe(0);
        Directory.Exists(sample.PathOf("obj/Release/net10.0/containerize/built")).ShouldBeFalse();
    }

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task What_the_builder_says_of_a_failing_command_is_in_the_one_error(string builder)
    {
        using var sample = Create("echo the reason is error 42 && false");

        var publication = await sample.PublishAsync([.. HelloWeb.To(TheLab.NewName("builder-fails")), .. With(builder)], TheLab.DockerEnvironment);

        publication.Result.ExitCode.ShouldNotBe(0);
        var error = publication.Result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ6011");
        error.Text.ShouldContain("error 42");
    }

    [LabFact]
    public async Task Without_a_builder_a_command_to_run_is_one_error_that_says_what_to_do()
    {
        using var sample = Create("true");

        var publication = await sample.PublishAsync(HelloWeb.To(TheLab.NewName("no-builder")));

        publication.Result.ExitCode.ShouldNotBe(0);
        var error = publication.Result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ6010");
        error.Text.ShouldContain("ContainerizeBuilder");
    }

    [LabTheory]
    [InlineData("kaniko", "CTZ1111", "docker or buildah")]
    [InlineData("docker", "CTZ6011", "failed")]
    public async Task A_builder_that_is_none_or_does_not_answer_is_one_error(string builder, string code, string says)
    {
        using var sample = Create("true");
        var silent = new Dictionary<string, string?>(TheLab.DockerEnvironment, StringComparer.Ordinal) { ["DOCKER_HOST"] = TheLab.DeadDockerHost };

        var publication = await sample.PublishAsync([.. HelloWeb.To(TheLab.NewName("no-builder")), $"-p:ContainerizeBuilder={builder}"], silent);

        publication.Result.ExitCode.ShouldNotBe(0);
        var error = publication.Result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(code);
        error.Text.ShouldContain(says);
    }

    private static Sample Create(string command)
    {
        var workspace = TestWorkspace.Create().WithPackageInside();
        workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemInclude("ContainerRun", "step", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Command"] = command })
            .Save();
        return Sample.In(workspace, "App");
    }

    [RanInto("a builder's layers are compressed", "ContainerizeBuilder=docker with Docker 28, whose docker save gives layers as containerd's store keeps them", "taken and checked; layers and configuration are those of the direct image")]
    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    [InlineData("Docker 28")]
    [InlineData("buildah 1.43")]
    public async Task A_publish_with_a_builder_gives_the_layers_and_the_configuration_of_the_direct_one(string builder)
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version).ItemPackageReference("Newtonsoft.Json", "13.0.3").Save();
        using var sample = Sample.In(workspace, "App");
        using var registry = new RegistryContent(TheLab.Registry);
        var (direct, built) = (TheLab.NewName("direct"), TheLab.NewName("built"));

        (await sample.PublishAsync(HelloWeb.To(direct))).Result.ShouldSucceed();
        (await sample.PublishAsync([.. HelloWeb.To(built), .. With(builder)], EnvironmentOf(builder), rebuild: true)).Result.ShouldSucceed();

        var (expected, actual) = (await registry.PullAsync(direct), await registry.PullAsync(built));
        actual.ShouldBeSound();
        // BuildKit makes an empty layer for a folder that exists.
        Layers(actual).ShouldBe(Layers(expected));
        ImageLikeness.Configuration(actual).ShouldBe(ImageLikeness.Configuration(expected));

        static IEnumerable<string> Layers(PulledImage image) => image.Layers.Select(layer => ImageLikeness.Tree(layer, image.WorkingDirectory!)).Where(tree => tree.Length > 0);
    }

    [LabFact]
    [RanInto("targets that set the image's values", "the same for an image that a builder makes (ContainerizeBuilder)", "all of it takes effect there too")]
    public async Task What_targets_set_before_ContainerizeImage_and_write_after_Publish_is_in_a_builders_image()
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version).Save();
        var repository = TheLab.NewName("hooked");
        Hooks.Write(workspace, repository);
        using var sample = Sample.In(workspace, "App");
        using var registry = new RegistryContent(TheLab.Registry);

        var publication = await sample.PublishAsync([.. HelloWeb.ToRegistry, .. With("docker")], TheLab.DockerEnvironment);

        publication.Result.ShouldSucceed().Warnings.ShouldBeEmpty();
        Hooks.ShouldBeIn(await registry.PullAsync(repository, Hooks.Version));
    }

    private static Dictionary<string, string?> EnvironmentOf(string builder) => builder switch
    {
        "Docker 28" => LabEngine.Named(LabEngine.Docker28).Environment,
        "buildah 1.43" => LabEngine.Named(LabEngine.Podman5).Environment,
        _ => TheLab.DockerEnvironment,
    };

    private static string[] With(string builder) => builder is "docker" or "Docker 28"
        ? ["-p:ContainerizeBuilder=docker", "-p:ContainerizeBuilderArguments=--network=host"]
        : ["-p:ContainerizeBuilder=buildah", "-p:ContainerizeBuilderArguments=\"--isolation;chroot;--tls-verify=false\""];
}
