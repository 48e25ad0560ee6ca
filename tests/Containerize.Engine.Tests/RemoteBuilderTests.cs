using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A builder of docker buildx with two machines elsewhere (ContainerizeBuilderName): the platforms are built there, and the push is ours.</summary>
public sealed class RemoteBuilderTests
{
    [LabFact]
    [Sets("ContainerizeBuilderName")]
    [RanInto("a builder elsewhere", "ContainerizeBuilderName with two nodes of the driver remote and two platforms, on a machine without an engine", "each node builds its platform; nothing is compiled here, and the push is the publish's own")]
    public async Task Each_machine_builds_its_platform_and_what_comes_back_is_pushed_by_us()
    {
        await using var amd = new RemoteBuildKit();
        await using var arm = new RemoteBuildKit();
        using var workspace = TestWorkspace.Create().WithPackageInside();
        workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version).Save();
        // No engine is in reach: who builds and who pushes needs none.
        var environment = new Dictionary<string, string?>(LabEngine.Named(LabEngine.Podman5).Environment, StringComparer.Ordinal)
        {
            ["DOCKER_CONFIG"] = Directory.CreateDirectory(workspace.PathOf(".docker")).FullName,
        };
        await BuildxAsync("create", "--name", "far", "--node", "amd", "--platform", "linux/amd64", "--driver", "remote", amd.Address);
        await BuildxAsync("create", "--name", "far", "--append", "--node", "arm", "--platform", "linux/arm64", "--driver", "remote", arm.Address);
        foreach (var (name, value) in environment)
        {
            workspace.Dotnet.Environment[name] = value;
        }

        var repository = TheLab.NewName("remote");
        (await PublishAsync()).ShouldSucceed().Warnings.ShouldBeEmpty();

        // The base's layers come with each image.
        amd.BytesGiven.ShouldBeGreaterThan(10_000_000);
        arm.BytesGiven.ShouldBeGreaterThan(10_000_000);
        Directory.Exists(workspace.PathOf("App/bin")).ShouldBeFalse();
        using var registry = new RegistryContent(TheLab.Registry);
        foreach (var architecture in (string[])["amd64", "arm64"])
        {
            var image = await registry.PullAsync(repository, architecture: architecture);
            image.ShouldBeSound();
            ((string?)image.Config["architecture"]).ShouldBe(architecture);
            image.Layers[^1].Files.ShouldContain("app/App.dll");
        }

        (await PublishAsync()).ShouldSucceed().Text.ShouldContain("unchanged; 0 B of layers sent");

        Task<DotnetResult> PublishAsync() => workspace.Dotnet.RunAsync(
            [
                "build", "App", "-t:PublishContainer", .. HelloWeb.To(repository), "-p:ContainerizeBuilder=docker", "-p:ContainerizeBuilderName=far",
                "-p:ContainerizeBuilderArguments=--network=host", "-p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\"",
            ],
            TestContext.Current.CancellationToken);

        Task<string> BuildxAsync(params string[] arguments) => Command.RunAsync(TheLab.NewProgram("docker"), ["buildx", .. arguments], environment: environment);
    }
}
