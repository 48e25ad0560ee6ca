using System.Text.Json.Nodes;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A worker with many packages, and an entrypoint that is in it only where that is asked for; built once.</summary>
public sealed class BuiltWorker : IAsyncLifetime
{
    private const string Wrapped = "'$(Wrapped)' == 'true'";

    public Publisher Publisher { get; private set; } = null!;

    public ProjectCreator Project { get; private set; } = null!;

    public PulledImage Image { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Publisher = await Publisher.StartAsync();
        Project = Publisher.Workspace.Worker().ByReference()
            .ItemInclude("ContainerHealthCheck", "dotnet;/app/App.dll;--health")
            .ItemInclude("ContainerEntrypoint", "/sbin/tini", condition: Wrapped)
            .ItemInclude("ContainerEntrypointArgs", "-g;--", condition: Wrapped)
            .ItemInclude("ContainerAppCommand", "dotnet;exec;/app/App.dll", condition: Wrapped);
        Image = await Publisher.PublishSoundlyAsync(Project);
    }

    public ValueTask DisposeAsync() => Publisher.DisposeAsync();

    /// <param name="arguments">On top of what names the registry and a repository of their own.</param>
    internal async Task<PulledImage> PublishAsync(string repository, params string[] arguments)
    {
        (await Publisher.PublishAsync(Project, ["--no-build", $"-p:ContainerRepository={repository}", .. arguments])).ShouldSucceed().Warnings.ShouldBeEmpty();
        return await Publisher.ImageAsync(repository);
    }

    /// <summary>What the last publish said of the layers that are not the base's, in its image.json.</summary>
    internal IReadOnlyList<JsonNode> ReadLayers() =>
    [
        .. JsonNode.Parse(Publisher.Workspace.Read("App/obj/Release/net10.0/containerize/image.json"))!["layers"]!.AsArray()
            .Where(layer => (string)layer!["class"]! != "base").Select(layer => layer!),
    ];
}

/// <summary>Properties and items of which no other test reads the effect out of an image.</summary>
public sealed class PropertyTests(BuiltWorker worker) : IClassFixture<BuiltWorker>
{
    private static readonly string[] OciTypes = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.layer.v1.tar+gzip"];

    [Fact]
    [Sets(
        "ContainerHealthCheck", "ContainerHealthCheckInterval", "ContainerHealthCheckTimeout", "ContainerHealthCheckStartPeriod", "ContainerHealthCheckRetries",
        "ContainerAppCommandInstruction", "ContainerImageFormat", "ContainerRuntimeIdentifier", "ContainerizeLayering")]
    public async Task A_dozen_of_them_are_in_the_image_that_is_pushed()
    {
        var image = await worker.PublishAsync(
            "dozen",
            "-p:ContainerHealthCheckInterval=1m30s",
            "-p:ContainerHealthCheckTimeout=5s",
            "-p:ContainerHealthCheckStartPeriod=10s",
            "-p:ContainerHealthCheckRetries=4",
            "-p:ContainerAppCommandInstruction=DefaultArgs",
            "-p:ContainerImageFormat=Docker",
            "-p:ContainerRuntimeIdentifier=linux-arm64",
            "-p:ContainerizeLayering=single");

        image.Run["Healthcheck"]!.ToJsonString().ShouldBe(
            """{"Test":["CMD","dotnet","/app/App.dll","--health"],"Interval":90000000000,"Timeout":5000000000,"StartPeriod":10000000000,"Retries":4}""");
        worker.Image.Entrypoint.ShouldBe(["dotnet", "/app/App.dll"]);
        image.Entrypoint.ShouldBeEmpty();
        image.Command.ShouldBe(["dotnet", "/app/App.dll"]);
        new[] { worker.Image.Stored.MediaType, worker.Image.OwnLayers[0].MediaType }.ShouldBe(OciTypes);
        image.Stored.MediaType.ShouldBe("application/vnd.docker.distribution.manifest.v2+json");
        image.Layers.Select(layer => layer.MediaType).Distinct().ShouldBe(["application/vnd.docker.image.rootfs.diff.tar.gzip"]);
        ((string)image.Config["architecture"]!).ShouldBe("arm64");
        worker.Image.OwnLayers.Count.ShouldBeGreaterThan(1);
        image.OwnLayers.ShouldHaveSingleItem();
    }

    [Fact]
    [Sets("ContainerEntrypoint", "ContainerEntrypointArgs", "ContainerAppCommand")]
    public async Task A_program_that_starts_the_app_is_the_entrypoint_and_the_apps_command_its_arguments()
    {
        var image = await worker.PublishAsync("wrapped", "-p:Wrapped=true");

        image.Entrypoint.ShouldBe(["/sbin/tini", "-g", "--"]);
        image.Command.ShouldBe(["dotnet", "exec", "/app/App.dll"]);
    }

    [Fact]
    [Sets("ContainerizePackageLayers", "ContainerizeCompression", "ContainerizeKeepForeignRuntimes")]
    public async Task Packages_go_into_no_more_layers_than_are_wanted_compressed_and_complete_as_is_wanted()
    {
        var image = await worker.PublishAsync(
            "fine", "-p:ContainerizeLayering=fine", "-p:ContainerizeCompression=none", "-p:ContainerizeKeepForeignRuntimes=true");
        var one = await worker.PublishAsync("one-of-fine", "-p:ContainerizeLayering=fine", "-p:ContainerizePackageLayers=1");

        image.OwnLayers.Count(layer => layer.Class == "packages").ShouldBeGreaterThan(1);
        one.OwnLayers.Count(layer => layer.Class == "packages").ShouldBe(1);
        image.OwnLayers.Select(layer => layer.MediaType).Distinct().ShouldBe(["application/vnd.oci.image.layer.v1.tar"]);
        worker.Image.Files.Keys.ShouldNotContain(path => path.StartsWith("app/runtimes/win/", StringComparison.Ordinal));
        image.Files.Keys.ShouldContain(path => path.StartsWith("app/runtimes/win/", StringComparison.Ordinal));
    }

    [Fact]
    [Sets("ContainerizeCacheDirectory", "ContainerizeCacheSize", "ContainerizeCacheFrom")]
    public async Task The_cache_lies_where_it_should_is_no_larger_than_it_may_be_and_an_image_stands_in_for_it()
    {
        await worker.PublishAsync("first", "-p:ContainerizeCacheDirectory=../cache");
        worker.ReadLayers().ShouldAllBe(layer => !(bool)layer["cached"]!);
        worker.Publisher.Workspace.FilesBelow("cache/blobs").ShouldNotBeEmpty();

        await worker.PublishAsync("second", "-p:ContainerizeCacheDirectory=../small", "-p:ContainerizeCacheSize=1KB");
        worker.ReadLayers().ShouldAllBe(layer => !(bool)layer["cached"]!);
        worker.Publisher.Workspace.FilesBelow("small/blobs").ShouldBeEmpty();

        await worker.PublishAsync("third", "-p:ContainerizeCacheDirectory=../empty", $"-p:ContainerizeCacheFrom={worker.Publisher.Registry.Host}/first");
        worker.ReadLayers().ShouldAllBe(layer => (bool)layer["cached"]! && (string)layer["outcome"]! == "mounted");
    }

    [Fact]
    [Sets("ContainerizeRegistryMirror")]
    public async Task A_mirror_stands_in_for_the_registry_that_the_base_is_named_for()
    {
        var result = await worker.Project.TryPublishAsync(
            TestContext.Current.CancellationToken,
            "--no-build",
            "-p:ContainerImage=true",
            $"-p:ContainerRegistry={worker.Publisher.Registry.Host}",
            "-p:ContainerRepository=mirrored",
            $"-p:ContainerizeRegistryMirror=mcr.microsoft.com={worker.Publisher.Registry.Host}");

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        var image = await worker.Publisher.ImageAsync("mirrored");
        image.Label("org.opencontainers.image.base.name").ShouldBe("mcr.microsoft.com/dotnet/runtime:10.0");
        image.Layers.Select(layer => layer.Digest).ShouldBe(worker.Image.Layers.Select(layer => layer.Digest));
    }

    [Fact]
    [Sets("ContainerizeInsecureRegistry")]
    public async Task A_certificate_that_nobody_signed_is_accepted_where_the_registry_is_named()
    {
        await using var registry = await InProcessRegistry.StartAsync(new RegistryOptions { Tls = true }, TestContext.Current.CancellationToken);
        string[] arguments =
            ["--no-build", "-p:ContainerImage=true", $"-p:ContainerRegistry={registry.Host}", $"-p:ContainerizeBaseRegistry={worker.Publisher.Registry.Host}"];

        (await worker.Project.TryPublishAsync(TestContext.Current.CancellationToken, arguments)).Succeeded.ShouldBeFalse();
        registry.Store.Tags("app").ShouldBeEmpty();

        arguments = [.. arguments, $"-p:ContainerizeInsecureRegistry={registry.Host}"];
        (await worker.Project.TryPublishAsync(TestContext.Current.CancellationToken, arguments)).ShouldSucceed();
        registry.Store.Manifest("app", "latest")!.Digest.ShouldBe(worker.Image.Digest);
    }

    [Fact]
    [Sets("ContainerizeTasksAssembly", "ContainerizeSdkVersion")]
    public async Task The_tasks_may_be_another_build_and_the_package_says_its_version()
    {
        var said = await worker.Publisher.Workspace.Dotnet.RunAsync(
            ["msbuild", worker.Project.FullPath, "-getProperty:ContainerizeSdkVersion", "-getProperty:ContainerizeTasksAssembly"],
            TestContext.Current.CancellationToken);
        var values = JsonNode.Parse(said.ShouldSucceed().Text)!["Properties"]!;
        ((string)values["ContainerizeSdkVersion"]!).ShouldBe(PackedPackage.Version);
        var another = worker.Publisher.Workspace.PathOf("another");
        Directory.CreateDirectory(another);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName((string)values["ContainerizeTasksAssembly"]!)!))
        {
            File.Copy(file, Path.Join(another, Path.GetFileName(file)));
        }

        var assembly = Path.Join(another, "Containerize.Tasks.dll");
        var result = await worker.Publisher.PublishAsync(
            worker.Project, "--no-build", "-p:ContainerRepository=another", "-v:detailed", $"-p:ContainerizeTasksAssembly={assembly}");

        result.ShouldSucceed().Text.ShouldContain($"\"PublishContainerImage\" task from assembly \"{assembly}\"");
        (await worker.Publisher.ImageAsync("another")).Digest.ShouldBe(worker.Image.Digest);
    }
}
