using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Every way of deploying a program gives an image that runs on the base that was inferred for it.</summary>
public sealed class DeploymentTests
{
    [LabTheory]
    [InlineData("SelfContained", "10.0")]
    [InlineData("PublishSingleFile", "10.0")]
    [InlineData("PublishTrimmed", "10.0-noble-chiseled")]
    public async Task A_console_program_runs_on_its_inferred_base(string property, string baseTag)
        => await ShouldRunAsync(property, baseTag);

    [LabFact]
    public async Task A_natively_compiled_program_runs_on_its_inferred_base()
    {
        Assert.SkipUnless(await IsThereAsync("clang") || await IsThereAsync("gcc"), "Native compilation links with clang or gcc, and neither is installed.");

        var image = await ShouldRunAsync("PublishAot", "10.0-noble-chiseled");

        image.OwnLayers.Select(layer => layer.Class).ShouldBe(["app"]);
    }

    /// <summary>The builder's SDK image has no linker: the Dockerfile installs it, as it would into Microsoft's.</summary>
    [LabFact]
    public async Task A_natively_compiled_program_is_linked_in_the_builder_and_runs_on_a_base_without_a_shell()
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        var project = workspace.Console("Native").Sdk(PackedPackage.Name, PackedPackage.Version).Property("PublishAot", "true");
        var dockerfile = await GeneratedDockerfile.GenerateAsync(project, $"-p:ContainerizeSdkImage={TheLab.Registry}/dotnet/sdk:10.0");

        var build = await dockerfile.BuildAsync(ImageBuilder.NewDocker);

        (await build.ReadAsync(workspace)).Files.Keys.Where(file => file.StartsWith("app/", StringComparison.Ordinal)).ShouldBe(["app/Native"]);
        (await ImageBuilder.NewDocker.Engine.RunImageAsync(build.Tag)).Trim().ShouldBe("hello");
    }

    private static async Task<PublishedImage> ShouldRunAsync(string property, string baseTag)
    {
        var repository = TheLab.NewName("console");
        using var sample = Sample.Copy("HelloConsole");

        var publication = await sample.PublishAsync([.. HelloWeb.To(repository), $"-p:{property}=true"]);

        publication.Image.Digest.ShouldNotBeEmpty();
        publication.Result.Lines.ShouldContain(line => line.Contains($"{TheLab.Registry}/dotnet/runtime-deps:{baseTag},", StringComparison.Ordinal));
        (await Docker.RunImageAsync($"{TheLab.Registry}/{repository}", "Ada")).ShouldStartWith("Hello, Ada, from Unix on .NET 10.");
        return publication.Image;
    }

    private static async Task<bool> IsThereAsync(string program)
        => (await Command.TryRunAsync("sh", ["-c", "command -v \"$1\"", "sh", program])).ExitCode == 0;
}
