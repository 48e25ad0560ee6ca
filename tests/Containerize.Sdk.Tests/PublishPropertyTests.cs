using System.Xml.Linq;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Properties that change how a project is published, and so need a publish with a build.</summary>
public sealed class PublishPropertyTests : PublisherTests
{
    /// <summary>Each of the two platforms' builds waits for the other, and the first of two that come one after the other waits in vain.</summary>
    [Theory]
    [InlineData("true", "2 2")]
    [InlineData("false", "1 2")]
    [Sets("ContainerPublishInParallel")]
    public async Task Platforms_are_published_side_by_side_or_one_after_the_other(string value, string met)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The builds wait for each other in a script for sh.");
        var app = Publisher.Workspace.Console().ByReference().ItemProjectReference(Publisher.Workspace.Library().Save())
            .Property("RuntimeIdentifiers", "linux-x64;linux-arm64").Property("RuntimeIdentifier", "linux-x64").Property("SelfContained", "false")
            .File("meet.sh", """
                touch "$1.begun"
                for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                    [ "$(ls *.begun | wc -l)" = 2 ] && break
                    sleep "$2"
                done
                ls *.begun | wc -l > "$1.met"
                """)
            // In the build of a platform, just before its files are gathered; side by side they have half a minute to meet.
            .Target("Meet", "ComputeResolvedFilesToPublishList", new XElement(
                "Exec",
                new XAttribute("Condition", "$(PublishDir.Contains('containerize'))"),
                new XAttribute("Command", $"sh meet.sh $(RuntimeIdentifier) {(value == "true" ? "1.5" : "0.1")}")));

        var result = await Publisher.PublishAsync(
            app, "-m:2", $"-p:ContainerPublishInParallel={value}", "-p:ContainerRuntimeIdentifiers=linux-x64%3Blinux-arm64");

        result.ShouldSucceed();
        string[] counts = [Publisher.Workspace.Read("App/linux-x64.met").Trim(), Publisher.Workspace.Read("App/linux-arm64.met").Trim()];
        string.Join(' ', counts.Order(StringComparer.Ordinal)).ShouldBe(met);
        (await Publisher.ImageAsync(architecture: "arm64")).Files.Keys.ShouldContain("app/Shared.dll");
        // Every instance of a project says where its assembly is, and two at a time would write it at the same time.
        result.Lines.Count(line => line.Contains("Shared -> ", StringComparison.Ordinal)).ShouldBe(1, result.Text);
    }

    [Fact]
    [Sets("ContainerizePublishContainer")]
    public async Task The_SDKs_target_is_the_SDKs_again()
    {
        var app = Publisher.Workspace.Console().ByReference().WithStablePackage().Save();
        var archive = Publisher.Workspace.PathOf("theirs.tar");
        Publisher.Workspace.Dotnet.Environment["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = Publisher.Registry.Host;

        (await Publisher.Workspace.Dotnet.RunAsync(
            [
                "publish", app.FullPath, "-t:PublishContainer", "-p:ContainerizePublishContainer=false", $"-p:ContainerArchiveOutputPath={archive}",
                $"-p:ContainerBaseImage={Publisher.Registry.Host}/dotnet/runtime:10.0",
            ],
            TestContext.Current.CancellationToken)).ShouldSucceed();

        // Theirs has the app and its packages in one layer.
        var image = await PulledImage.ReadAsync(LayoutImageSource.OfArchive(archive), "latest", cancellationToken: TestContext.Current.CancellationToken);
        image.Layers[^1].Files.ShouldContain("app/App.dll");
        image.Layers[^1].Files.ShouldContain($"app/{TestPackages.StableFile}");
    }

    [Fact]
    [Sets(
        "ContainerizeKeepSymbols", "ContainerizeLayersPath", "ContainerizeLayerNames", "ContainerizeTargetArchitecture",
        "ContainerizeRepositoryUrl", "ContainerizeSourceRoot")]
    public async Task Symbols_stay_where_they_are_wanted_and_layers_are_those_of_the_commit_and_platform_that_a_builder_names()
    {
        const string commit = "0123456789012345678901234567890123456789";
        var app = Publisher.Workspace.Console().ByReference()
            .File("native/libgreet.so", "code").File("native/libgreet.so.dbg", "symbols")
            .Target("AddNative", "ComputeResolvedFilesToPublishList", new XElement(
                "ItemGroup", Published("libgreet.so"), Published("libgreet.so.dbg"), OfPackage("linux-x64"), OfPackage("linux-arm64")));

        var image = await Publisher.PublishSoundlyAsync(app);
        image.Files.Keys.ShouldContain("app/libgreet.so");
        image.Files.Keys.ShouldNotContain("app/libgreet.so.dbg");

        (await Publisher.PublishSoundlyAsync(app, "--no-build", "-p:ContainerizeKeepSymbols=true")).Files.Keys.ShouldContain("app/libgreet.so.dbg");

        Publisher.Workspace.Dotnet.Environment["DOTNET_RUNNING_IN_CONTAINER"] = "true";
        (await app.TryPublishAsync(
            TestContext.Current.CancellationToken,
            $"-p:ContainerizeLayersPath={Publisher.Workspace.PathOf("layers")}",
            "-p:ContainerizeLayerNames=host+packages+projects+app",
            "-p:ContainerizeTargetArchitecture=arm64",
            $"-p:ContainerizeSourceRoot={Publisher.Workspace.Root}/",
            "-p:ContainerizeRepositoryUrl=https://github.com/acme/shop.git",
            $"-p:SourceRevisionId={commit}")).ShouldSucceed();

        // One that was foreseen is there, though nothing is in it.
        Directory.EnumerateDirectories(Publisher.Workspace.PathOf("layers")).Select(Path.GetFileName)
            .ShouldBe(["app", "host", "packages", "projects"], ignoreOrder: true);
        Publisher.Workspace.FilesBelow("layers/packages").ShouldHaveSingleItem().ShouldEndWith("runtimes/linux-arm64/native/libgreet.so");
        var link = Publisher.Workspace.FilesBelow("App/obj").Single(file => file.EndsWith(".sourcelink.json", StringComparison.Ordinal));
        Publisher.Workspace.Read($"App/obj/{link}").ShouldBe("{\"documents\":{\"/_/*\":\"https://raw.githubusercontent.com/acme/shop/" + commit + "/*\"}}");
    }

    private static XElement Published(string name, string? path = null) => new(
        "ResolvedFileToPublish",
        new XAttribute("Include", $"native/{name}"),
        new XAttribute("RelativePath", path ?? name),
        new XAttribute("CopyToPublishDirectory", "PreserveNewest"));

    private static XElement OfPackage(string platform)
    {
        var file = Published("libgreet.so", $"runtimes/{platform}/native/libgreet.so");
        file.Add(new XAttribute("NuGetPackageId", "Acme.Greet"), new XAttribute("NuGetPackageVersion", "1.0.0"));
        return file;
    }
}
