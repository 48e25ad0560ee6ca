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

        var first = await sample.PublishAsync([.. HelloWeb.To(repository), .. BuilderPublish.With(builder)], BuilderPublish.EnvironmentOf(builder));

        first.Result.ShouldSucceed().Warnings.ShouldBeEmpty();
        first.Image.References.ShouldBe([$"{TheLab.Registry}/{repository}:latest"]);
        first.Image.BaseLayers.ShouldNotBeEmpty();
        first.Image.BaseLayers.ShouldAllBe(layer => layer.Outcome == "mounted" || layer.Outcome == "present");
        first.Image.OwnLayers.Where(layer => layer.Class != "other").Select(layer => layer.Class).ShouldBe(["host", "app"]);
        var reference = $"{TheLab.Registry}/{repository}@{first.Image.Digest}";
        await Docker.RunAsync("pull", "--quiet", reference);
        (await Docker.RunImageAsync(reference)).Trim().ShouldBe("hello");
        (await Docker.RunAsync("run", "--rm", "--network=host", "--entrypoint", "cat", reference, "/made-by-run")).Trim().ShouldBe("made");
        (await Docker.RunAsync("run", "--rm", "--network=host", "--entrypoint", "id", reference, "-u")).Trim().ShouldBe("1654");

        var second = await sample.PublishAsync([.. HelloWeb.To(repository), .. BuilderPublish.With(builder)], BuilderPublish.EnvironmentOf(builder), rebuild: true);
        if (second.Image.Digest != first.Image.Digest)
        {
            // BuildKit forgets a step now and then while it builds for others (moby/buildkit#2039, #4674). What is ours to keep forgets every time.
            (first, second) = (second, await sample.PublishAsync([.. HelloWeb.To(repository), .. BuilderPublish.With(builder)], BuilderPublish.EnvironmentOf(builder), rebuild: true));
        }

        // What was run is not run again, so that its file keeps its time.
        second.Image.OwnLayers.Select(layer => $"{layer.Class} {layer.Digest}").ShouldBe(first.Image.OwnLayers.Select(layer => $"{layer.Class} {layer.Digest}"));
        second.Image.Digest.ShouldBe(first.Image.Digest);
        second.Image.Unchanged.ShouldBeTrue();
        second.Image.LayerBytesSent.ShouldBe(0);
        Directory.Exists(sample.PathOf("obj/Release/net10.0/containerize/built")).ShouldBeFalse();
    }

    [LabFact]
    [Sets("ContainerizeBuilder", "ContainerizeBuilderArguments")]
    public async Task What_a_builder_is_told_besides_takes_effect()
    {
        using var sample = Create("true");
        var repository = TheLab.NewName("told");
        using var registry = new RegistryContent(TheLab.Registry);

        var publication = await sample.PublishAsync(
            [.. HelloWeb.To(repository), "-p:ContainerizeBuilder=docker", "-p:ContainerizeBuilderArguments=\"--network=host;--label;made.by=hand\""],
            TheLab.DockerEnvironment);

        publication.Result.ShouldSucceed();
        (await registry.PullAsync(repository)).Label("made.by").ShouldBe("hand");
    }

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task What_the_builder_says_of_a_failing_command_is_in_the_one_error(string builder)
    {
        using var sample = Create("echo the reason is error 42 && false");

        var publication = await sample.PublishAsync([.. HelloWeb.To(TheLab.NewName("builder-fails")), .. BuilderPublish.With(builder)], TheLab.DockerEnvironment);

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
    [InlineData("kaniko", "CTZ1111", "docker, buildah or buildctl")]
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

    [LabFact]
    public async Task Of_several_platforms_for_an_engine_the_machines_is_built_loaded_and_named()
    {
        using var sample = Create("true");
        var engine = LabEngine.Named(LabEngine.Docker20);
        var repository = TheLab.NewName("several").Replace('/', '-');

        var publication = await sample.PublishAsync(
            [.. HelloWeb.Named(repository), .. BuilderPublish.With("docker"), "-p:ContainerRuntimeIdentifiers=\"linux-arm64;linux-x64\""], TheLab.DockerEnvironment);

        publication.Result.ShouldSucceed().Text.ShouldContain("docker takes one platform at a time: loading linux/amd64");
        publication.Image.References.ShouldBe([$"{repository}:latest"]);
        (await engine.ArchitecturesAsync(repository)).ShouldBe(["amd64"]);
        (await engine.RunImageAsync(repository)).ShouldBe("hello");
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

        var publication = await sample.PublishAsync([.. HelloWeb.ToRegistry, .. BuilderPublish.With("docker")], TheLab.DockerEnvironment);

        publication.Result.ShouldSucceed().Warnings.ShouldBeEmpty();
        Hooks.ShouldBeIn(await registry.PullAsync(repository, Hooks.Version));
    }
}
