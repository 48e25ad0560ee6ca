using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>The .NET SDK's own door to container images: its target, its profiles, its outputs and its hooks lead to our image, and to one only.</summary>
public sealed class PublishContainerTests : PublisherTests
{
    /// <summary>Command lines of the SDK's documentation, of tools' sources and of build servers; PROJECT stands for the project's file.</summary>
    public static TheoryData<string, string> CommandLines => new()
    {
        { "console", "publish PROJECT -t:PublishContainer" },
        { "console", "publish PROJECT --os linux --arch x64 /t:PublishContainer -c Release" },
        { "console", "publish PROJECT -t:PublishContainer -p:ContainerImage=true" },
        { "console", "publish PROJECT -p:PublishProfile=DefaultContainer" },
        { "console", "build PROJECT -t:PublishContainer" },
        { "console", "msbuild PROJECT -restore -t:Build;PublishContainer -p:Configuration=Release" },
        { "web", "publish PROJECT --os linux --arch x64 -p:PublishProfile=DefaultContainer -c Release" },
        { "web", "publish PROJECT -p:PublishProfile=DefaultContainer -p:ContainerImage=true" },
        { "web", "publish PROJECT -p:WebPublishMethod=Container" },
        { "web", "publish PROJECT -t:PublishContainer -p:PublishProfile=DefaultContainer" },
        { "web", "build PROJECT -c Release -p:DeployOnBuild=true -p:PublishProfile=DefaultContainer" },
        { "worker", "publish PROJECT -p:PublishProfile=DefaultContainer" },
    };

    [Theory]
    [MemberData(nameof(CommandLines))]
    [PeerCase("targets: asked for in two ways, one image")]
    public async Task A_call_of_the_SDKs_makes_one_image_and_it_is_ours(string kind, string commandLine)
    {
        var app = (kind switch { "web" => Publisher.Workspace.Web("Web"), "worker" => Publisher.Workspace.Worker("Worker"), _ => Publisher.Workspace.Console() }).ByReference();

        (await CallAsync(app, commandLine)).ShouldSucceed().Warnings.ShouldBeEmpty();

        await ShouldBeOneImageAsync();
    }

    [Fact]
    public async Task Through_the_package_as_an_SDK_it_is_the_same()
    {
        (await CallAsync(Publisher.Workspace.Console().BySdk(), "publish PROJECT -t:PublishContainer")).ShouldSucceed();

        await ShouldBeOneImageAsync();
    }

    [Fact]
    [Sets("ContainerImageName")]
    public async Task Azds_call_gets_the_configuration_on_standard_output()
    {
        var app = Publisher.Workspace.Web("Web").ByReference();

        var result = (await CallAsync(
            app, "publish PROJECT -r linux-x64 -c Release /t:PublishContainer -p:ContainerImageName=shop/web --getProperty:GeneratedContainerConfiguration")).ShouldSucceed();

        var printed = JsonNode.Parse(result.Text)!;
        printed["config"]!["ExposedPorts"]!.AsObject().Select(port => port.Key).ShouldBe(["8080/tcp"]);
        var image = await Publisher.ImageAsync("shop/web");
        JsonNode.DeepEquals(printed, image.Config).ShouldBeTrue();
    }

    [Fact]
    [PeerCase("outputs: the digest as a property")]
    public async Task Aspires_call_makes_the_image_of_the_output_that_it_names()
    {
        var app = Publisher.Workspace.Web("Web").ByReference();
        var output = Publisher.Workspace.PathOf("aspire out");

        var result = await CallAsync(
            app,
            [
                "publish", app.Save().FullPath, "--configuration", "Release", "/t:PublishContainer", "/p:ContainerRepository=catalog", "/p:ContainerImageTag=aspire-1",
                "/p:RuntimeIdentifier=linux-x64", "/p:ContainerRuntimeIdentifier=linux-x64", "--output", output, "--getProperty:GeneratedContainerDigest",
            ]);

        result.ShouldSucceed();
        await ShouldBeOneImageAsync("catalog", "aspire-1");
        (await Publisher.ImageAsync("catalog", "aspire-1")).Digest.ShouldBe(result.Text.Trim());
        File.Exists(Path.Join(output, "Web.dll")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/p:RuntimeIdentifiers=\"linux-x64;linux-arm64\"", "/p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\"")]
    [InlineData("/p:RuntimeIdentifiers=\"linux-x64;linux-arm64;win-x64\"")]
    public async Task Several_platforms_are_one_index_and_its_digest_is_told(params string[] platforms)
    {
        var app = Publisher.Workspace.Console().ByReference();

        var result = (await CallAsync(
            app, ["publish", app.Save().FullPath, "/t:PublishContainer", .. platforms, "--getProperty:GeneratedContainerDigest", "--getProperty:GeneratedImageIndex", "--getItem:GeneratedContainer"])).ShouldSucceed();

        var index = Publisher.Registry.Store.Manifest("app", "latest").ShouldNotBeNull();
        var printed = JsonNode.Parse(result.Text)!;
        ((string)printed["Properties"]!["GeneratedContainerDigest"]!).ShouldBe(index.Digest);
        JsonNode.DeepEquals(JsonNode.Parse((string)printed["Properties"]!["GeneratedImageIndex"]!), JsonNode.Parse(index.Content)).ShouldBeTrue();
        printed["Items"]!["GeneratedContainer"]!.AsArray().Select(image => (string)image!["ManifestDigest"]!)
            .ShouldBe([(await Publisher.ImageAsync()).Digest, (await Publisher.ImageAsync(architecture: "arm64")).Digest]);
        TagsWritten().ShouldBe(["app/latest"]);
    }

    [Fact]
    [PeerCase("outputs: manifest, configuration and media type as properties")]
    [PeerCase("outputs: an item for each image and each name")]
    public async Task Everything_that_the_SDK_tells_is_told()
    {
        var app = Publisher.Workspace.Console().ByReference().Property("ContainerImageTags", "1.0;latest").ItemInclude("ContainerLabel", "odd", metadata: new Dictionary<string, string> { ["Value"] = "a%3Bb %2541 (c)" });

        var result = (await CallAsync(
            app,
            "publish PROJECT -t:PublishContainer --getProperty:GeneratedContainerManifest --getProperty:GeneratedContainerConfiguration --getProperty:GeneratedContainerMediaType --getProperty:GeneratedArchiveOutputPath --getItem:GeneratedContainer --getItem:GeneratedContainerName")).ShouldSucceed();

        var image = await Publisher.ImageAsync();
        image.Label("odd").ShouldBe("a;b %41 (c)");
        var printed = JsonNode.Parse(result.Text)!;
        var properties = printed["Properties"]!;
        JsonNode.DeepEquals(JsonNode.Parse((string)properties["GeneratedContainerManifest"]!), image.Manifest).ShouldBeTrue();
        JsonNode.DeepEquals(JsonNode.Parse((string)properties["GeneratedContainerConfiguration"]!), image.Config).ShouldBeTrue();
        ((string)properties["GeneratedContainerMediaType"]!).ShouldBe(image.Stored.MediaType);
        ((string)properties["GeneratedArchiveOutputPath"]!).ShouldBeEmpty();
        printed["Items"]!["GeneratedContainerName"]!.AsArray().Select(name => (string)name!["Identity"]!)
            .ShouldBe([$"{Publisher.Registry.Host}/app:1.0", $"{Publisher.Registry.Host}/app:latest"]);
        var container = printed["Items"]!["GeneratedContainer"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)container["ManifestDigest"]!).ShouldBe(image.Digest);
        ((string)container["ManifestMediaType"]!).ShouldBe(image.Stored.MediaType);
        JsonNode.DeepEquals(JsonNode.Parse((string)container["Configuration"]!), image.Config).ShouldBeTrue();
    }

    [Fact]
    [PeerCase("outputs: the archive's path as a property")]
    public async Task An_archives_path_is_told()
    {
        var app = Publisher.Workspace.Console().ByReference();

        var result = (await CallAsync(app, "publish PROJECT -t:PublishContainer -p:ContainerArchiveOutputPath=out/app.tar.gz --getProperty:GeneratedArchiveOutputPath")).ShouldSucceed();

        result.Text.Trim().ShouldBe(Publisher.Workspace.PathOf("App/out/app.tar.gz"));
        File.Exists(result.Text.Trim()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_target_that_calls_PublishContainer_gets_an_image_and_its_digest()
    {
        var app = Publisher.Workspace.Web("Web").ByReference();
        app.Target(
            "Ship",
            "Publish",
            new XElement("CallTarget", new XAttribute("Targets", "PublishContainer")));
        app.Target("Tell", "PublishContainer", new XElement("Message", new XAttribute("Importance", "high"), new XAttribute("Text", "shipped $(GeneratedContainerDigest)")));

        var result = (await CallAsync(app, "publish PROJECT")).ShouldSucceed();

        await ShouldBeOneImageAsync("web");
        result.Text.ShouldContain($"shipped {(await Publisher.ImageAsync("web")).Digest}");
    }

    [Fact]
    public async Task A_folder_for_an_archive_gets_the_file_that_the_SDK_would_write()
    {
        var app = Publisher.Workspace.Console().ByReference();

        (await CallAsync(app, "publish PROJECT -t:PublishContainer -p:ContainerRepository=acme/shop -p:ContainerArchiveOutputPath=out/")).ShouldSucceed();

        File.Exists(Publisher.Workspace.PathOf("App/out/acme/shop.tar.gz")).ShouldBeTrue();
    }

    [Fact]
    [PeerCase("platforms: labels, ports and variables of one of them")]
    public async Task What_a_condition_on_the_platform_adds_is_in_that_platforms_image()
    {
        var app = Publisher.Workspace.Console().ByReference().Property("RuntimeIdentifiers", "linux-x64;linux-arm64").Property("RuntimeIdentifier", "linux-x64").Property("SelfContained", "false");
        foreach (var (platform, name) in new[] { ("linux-x64", "X"), ("linux-arm64", "ARM") })
        {
            var condition = $"'$(RuntimeIdentifier)' == '{platform}'";
            app.ItemInclude("ContainerEnvironmentVariable", name, metadata: new Dictionary<string, string> { ["Value"] = "1" }, condition: condition)
                .ItemInclude("ContainerLabel", name, metadata: new Dictionary<string, string> { ["Value"] = "1" }, condition: condition)
                .ItemInclude("ContainerPort", platform == "linux-x64" ? "1111" : "2222", condition: condition);
        }

        (await CallAsync(app, ["publish", app.Save().FullPath, "-t:PublishContainer", "/p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\""])).ShouldSucceed();

        foreach (var (architecture, own, other, port) in new[] { ("amd64", "X", "ARM", "1111/tcp"), ("arm64", "ARM", "X", "2222/tcp") })
        {
            var image = await Publisher.ImageAsync(architecture: architecture);
            image.Environment(own).ShouldBe("1");
            image.Environment(other).ShouldBeNull();
            image.Label(own).ShouldBe("1");
            image.Label(other).ShouldBeNull();
            image.Run["ExposedPorts"]!.AsObject().Select(exposed => exposed.Key).ShouldBe([port]);
        }
    }

    [Fact]
    [PeerCase("platforms: musl beside glibc is refused")]
    public async Task Platforms_with_unlike_C_libraries_and_no_base_are_refused()
    {
        var app = Publisher.Workspace.Console().ByReference().Property("RuntimeIdentifiers", "linux-musl-x64;linux-arm64").Property("SelfContained", "true");

        var result = await CallAsync(app, ["publish", app.Save().FullPath, "-t:PublishContainer", "/p:ContainerRuntimeIdentifiers=\"linux-musl-x64;linux-arm64\""]);

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ2004");
        TagsWritten().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Index", false, true)]
    [InlineData("Manifest", true, false)]
    [InlineData("Both", true, true)]
    [InlineData("", true, true)]
    [PeerCase("annotations: of images, of the index, or of both")]
    public async Task An_annotation_goes_where_its_scope_says(string scope, bool toImages, bool toIndex)
    {
        var app = Publisher.Workspace.Console().ByReference()
            .ItemInclude("ContainerAnnotation", "team", metadata: new Dictionary<string, string> { ["Value"] = "red", ["Scope"] = scope });

        (await CallAsync(app, ["publish", app.Save().FullPath, "-t:PublishContainer", "/p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\""])).ShouldSucceed();

        var index = JsonNode.Parse(Publisher.Registry.Store.Manifest("app", "latest")!.Content)!;
        ((string?)index["annotations"]?["team"] == "red").ShouldBe(toIndex);
        ((string?)(await Publisher.ImageAsync()).Manifest["annotations"]?["team"] == "red").ShouldBe(toImages);
    }

    [Fact]
    [Sets("ContainerFamily", "ContainerizeBaseRegistry")]
    public async Task What_hooks_of_the_SDKs_targets_set_is_in_the_image()
    {
        var app = Publisher.Workspace.Console().ByReference().File("Directory.Build.targets", """
            <Project>
              <Target Name="Early" BeforeTargets="ComputeContainerBaseImage"><PropertyGroup><ContainerFamily>noble-chiseled</ContainerFamily></PropertyGroup></Target>
              <Target Name="Changed" AfterTargets="ComputeContainerBaseImage"><PropertyGroup><ContainerBaseImage>$(ContainerBaseImage.Replace('/runtime:', '/aspnet:'))</ContainerBaseImage></PropertyGroup></Target>
              <Target Name="Before" BeforeTargets="ComputeContainerConfig"><PropertyGroup><ContainerImageTag>hooked</ContainerImageTag><ContainerRepository>team/app</ContainerRepository></PropertyGroup></Target>
              <Target Name="After" AfterTargets="ComputeContainerConfig"><ItemGroup><ContainerEnvironmentVariable Include="HOOKED" Value="$(ContainerBaseImage)" /><ContainerLabel Include="team" Value="red" /></ItemGroup></Target>
            </Project>
            """);

        (await CallAsync(app, "publish PROJECT -p:ContainerImage=true")).ShouldSucceed();

        var image = await Publisher.ImageAsync("team/app", "hooked");
        image.Environment("HOOKED").ShouldBe($"{Publisher.Registry.Host}/dotnet/aspnet:10.0-noble-chiseled-extra");
        image.Label("team").ShouldBe("red");
        image.Label("org.opencontainers.image.base.name").ShouldBe(image.Environment("HOOKED"));
    }

    [Fact]
    [PeerCase("Visual Studio: its names for registry and tag")]
    public async Task Visual_Studios_names_are_read()
    {
        var app = Publisher.Workspace.Web("Web").ByReference().File("Properties/PublishProfiles/acme.pubxml", $"""
            <Project>
              <PropertyGroup>
                <WebPublishMethod>Container</WebPublishMethod>
                <RegistryUrl>{Publisher.Registry.Host}</RegistryUrl>
                <PublishImageTag>vs-1</PublishImageTag>
              </PropertyGroup>
            </Project>
            """);
        app.Save();

        (await Publisher.Workspace.Dotnet.RunAsync(
            ["publish", app.FullPath, "-p:PublishProfile=acme", $"-p:ContainerizeBaseRegistry={Publisher.Registry.Host}"], TestContext.Current.CancellationToken)).ShouldSucceed();

        await ShouldBeOneImageAsync("web", "vs-1");
    }

    [Fact]
    [PeerCase("Visual Studio: a tag that is made of the time")]
    public async Task Visual_Studios_generated_tag_is_the_time()
    {
        var before = DateTime.UtcNow;

        (await CallAsync(Publisher.Workspace.Web("Web").ByReference(), "publish PROJECT -p:WebPublishMethod=Container -p:AutoGenerateImageTag=true")).ShouldSucceed();

        var tag = Publisher.Registry.Store.Tags("web").ShouldHaveSingleItem();
        DateTime.ParseExact(tag, "yyyyMMddHHmmss", CultureInfo.InvariantCulture).ShouldBeInRange(before.AddSeconds(-1), DateTime.UtcNow);
    }

    [Fact]
    public async Task A_project_that_is_no_container_publishes_none()
    {
        var app = Publisher.Workspace.Console().ByReference().Property("EnableSdkContainerSupport", "false");

        (await CallAsync(app, "publish PROJECT -t:PublishContainer")).ShouldSucceed().Warnings.ShouldHaveSingleItem().Code.ShouldBe("CTZ1003");

        TagsWritten().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-p:PublishProfile=DefaultContainer")]
    [InlineData("-t:PublishContainer")]
    public async Task Where_the_door_is_the_SDKs_two_images_are_an_error(string argument)
    {
        var app = Publisher.Workspace.Console().ByReference().Property("ContainerizePublishContainer", "false");

        var result = await CallAsync(app, $"publish PROJECT -p:ContainerImage=true {argument}");

        result.Succeeded.ShouldBeFalse();
        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ1002");
        TagsWritten().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_project_of_several_frameworks_publishes_the_one_that_is_named()
    {
        var app = Publisher.Workspace.Console().ByReference().Property("TargetFramework", string.Empty).Property("TargetFrameworks", "net10.0;netstandard2.0");

        (await CallAsync(app, "publish PROJECT -f net10.0 -t:PublishContainer")).ShouldSucceed();

        await ShouldBeOneImageAsync();
    }

    [Fact]
    [Sets("ContainerRegistry")]
    public async Task A_solution_gets_an_image_of_each_app()
    {
        var library = Publisher.Workspace.Library("Library").ByReference().Save();
        Publisher.Workspace.Console().ByReference().ItemProjectReference(library).Save();
        Publisher.Workspace.Web("Web").ByReference().Save();
        Publisher.Workspace.Write("All.slnx", """<Solution><Project Path="Library/Library.csproj" /><Project Path="App/App.csproj" /><Project Path="Web/Web.csproj" /></Solution>""");

        (await Publisher.Workspace.Dotnet.RunAsync(
            ["publish", Publisher.Workspace.PathOf("All.slnx"), "-t:PublishContainer", $"-p:ContainerRegistry={Publisher.Registry.Host}", $"-p:ContainerizeBaseRegistry={Publisher.Registry.Host}"],
            TestContext.Current.CancellationToken)).ShouldSucceed();

        TagsWritten().ShouldBe(["app/latest", "web/latest"]);
    }

    private IReadOnlyList<string> TagsWritten() =>
    [
        .. Publisher.Registry.Requests.Of("PUT", "/v2/*/manifests/*")
            .Select(request => request.Path["/v2/".Length..].Replace("/manifests/", "/", StringComparison.Ordinal))
            .Where(name => !name.Contains("sha256:", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private async Task ShouldBeOneImageAsync(string? repository = null, string tag = "latest")
    {
        TagsWritten().ShouldHaveSingleItem().ShouldEndWith($"/{tag}");
        repository ??= Publisher.Registry.Store.Repositories.Single(name => name is "app" or "web" or "worker");
        (await Publisher.ImageAsync(repository, tag)).OwnLayers.Select(layer => layer.Class).ShouldContain("app");
    }

    private Task<DotnetResult> CallAsync(ProjectCreator app, string commandLine)
        => CallAsync(app, commandLine.Split(' ').Select(word => word == "PROJECT" ? app.Save().FullPath : word));

    private Task<DotnetResult> CallAsync(ProjectCreator app, IEnumerable<string> arguments)
    {
        app.Save();
        return Publisher.Workspace.Dotnet.RunAsync(
            [.. arguments, $"-p:ContainerRegistry={Publisher.Registry.Host}", $"-p:ContainerizeBaseRegistry={Publisher.Registry.Host}"], TestContext.Current.CancellationToken);
    }
}
