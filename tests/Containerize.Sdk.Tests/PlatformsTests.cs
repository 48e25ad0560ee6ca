using System.Text.Json.Nodes;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>ContainerRuntimeIdentifiers names several platforms: one publish, one name, an image for each.</summary>
public sealed class PlatformsTests : IAsyncLifetime
{
    // The quotes are MSBuild's: without them the semicolon would end the property.
    private const string Two = "-p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\"";

    private Publisher publisher = null!;

    public async ValueTask InitializeAsync() => publisher = await Publisher.StartAsync("två ord");

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (publisher is not null)
        {
            await publisher.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_app_that_runs_anywhere_is_published_once_and_shared()
    {
        var app = publisher.Workspace.Web().ByReference().WithStablePackage();

        var amd64 = await publisher.PublishSoundlyAsync(app, Two);

        var arm64 = await publisher.ImageAsync(architecture: "arm64");
        arm64.OwnLayers.Select(layer => layer.Digest).ShouldBe(amd64.OwnLayers.Select(layer => layer.Digest));
        amd64.OwnLayers.Select(layer => layer.Class).ShouldContain("packages");
        (await publisher.PublishAsync(app, Two)).ShouldSucceed().Text.ShouldContain("unchanged; 0 B");
    }

    [RanInto("platforms on a command line", "linux-x64%3Blinux-arm64: exit code 0 and an image of one platform under the tag", "an index of both")]
    [Theory]
    [InlineData("linux-x64%3Blinux-arm64")]
    [InlineData("linux-x64%253Blinux-arm64")]
    [InlineData("'linux-x64%3Blinux-arm64'")]
    [InlineData("\"linux-x64,linux-arm64\"")]
    public async Task A_list_in_any_spelling_makes_an_index(string platforms)
    {
        await publisher.PublishSoundlyAsync(publisher.Workspace.Console().ByReference(), "-p:ContainerRuntimeIdentifiers=" + platforms);

        (await publisher.ImageAsync(architecture: "arm64")).OwnLayers.ShouldNotBeEmpty();
    }

    [Fact]
    [Sets("ContainerRuntimeIdentifiers")]
    public async Task A_list_of_several_lines_in_the_project_makes_an_index()
    {
        await publisher.PublishSoundlyAsync(publisher.Workspace.Console().ByReference().Property("ContainerRuntimeIdentifiers", "\n      linux-x64;\n      linux-arm64\n    "));

        (await publisher.ImageAsync(architecture: "arm64")).OwnLayers.ShouldNotBeEmpty();
    }

    [RanInto("a mix of musl and glibc", "linux-x64 and linux-musl-arm64 without a base: an index of a Debian and an Alpine image", "CTZ2004")]
    [Fact]
    public async Task An_index_that_mixes_C_libraries_has_no_base()
    {
        var result = await publisher.PublishAsync(publisher.Workspace.Console().ByReference(), "-p:ContainerRuntimeIdentifiers=linux-musl-x64%3Blinux-arm64");

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ2004");
        publisher.Registry.Store.Tags("app").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-p:ContainerRuntimeIdentifiers='linux-x64", "CTZ1115")]
    [InlineData("-p:ContainerRuntimeIdentifiers=\"linux-x64", "CTZ1115")]
    [InlineData("-p:ContainerImageTags=\"1.0", "CTZ1115")]
    [InlineData("-p:ContainerRuntimeIdentifier=linux-x64%3Blinux-arm64", "CTZ1109")]
    [InlineData("-p:ContainerImageTag=1%3B2", "CTZ1103")]
    public async Task What_is_left_of_a_list_is_an_error_and_nothing_is_pushed(string argument, string code)
    {
        var result = await publisher.PublishAsync(publisher.Workspace.Console().ByReference(), argument);

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe(code);
        publisher.Registry.Store.Tags("app").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_app_made_for_a_platform_is_published_for_each()
    {
        var app = publisher.Workspace.Console().ByReference().WithStablePackage().Property("RuntimeIdentifiers", "linux-x64;linux-arm64").Property("SelfContained", "true");

        var amd64 = await publisher.PublishSoundlyAsync(app, Two, "-o", "out");

        var arm64 = await publisher.ImageAsync(architecture: "arm64");
        Machine(amd64.Files["app/App"].Content).ShouldBe(0x3e);
        Machine(arm64.Files["app/App"].Content).ShouldBe(0xb7);
        Machine(arm64.Files["app/libcoreclr.so"].Content).ShouldBe(0xb7);
        arm64.OwnLayers.Select(layer => layer.Class).ShouldBe(["runtime", "host", "packages", "app"]);
        arm64.LayerOf("packages")!.Digest.ShouldBe(amd64.LayerOf("packages")!.Digest);
        (await publisher.PublishAsync(app, Two, "-o", "out")).ShouldSucceed().Text.ShouldContain("unchanged; 0 B");

        var result = JsonNode.Parse(await File.ReadAllTextAsync(
            Directory.GetFiles(Path.Join(app.DirectoryPath, "obj"), "image.json", SearchOption.AllDirectories).ShouldHaveSingleItem(), TestContext.Current.CancellationToken))!;
        result["images"]!.AsArray().Select(image => (string)image!["platform"]!).ShouldBe(["linux/amd64", "linux/arm64/v8"]);
    }

    [Fact]
    public async Task A_platform_that_NuGet_did_not_restore_for_is_an_error_that_says_what_to_set()
    {
        var app = publisher.Workspace.Console().ByReference().Property("SelfContained", "true");

        var result = await publisher.PublishAsync(app, Two);

        Error(result).ShouldContain("Set RuntimeIdentifiers in the project to 'linux-x64;linux-arm64'");
        publisher.Registry.Store.Tags("app").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-p:ContainerRuntimeIdentifiers=\"linux-x64;linux-musl-x64\"", "linux/amd64 twice")]
    [InlineData("-p:ContainerRuntimeIdentifiers=\"linux-x64;win-x64\"", "win-x64")]
    [InlineData("-p:ContainerRuntimeIdentifiers=\"linux-x64;nonsense\"", "nonsense")]
    public async Task Platforms_that_do_not_go_together_are_an_error_that_names_them(string platforms, string named)
        => Error(await publisher.PublishAsync(publisher.Workspace.Console().ByReference(), platforms)).ShouldContain(named);

    private static string Error(DotnetResult result)
    {
        result.Succeeded.ShouldBeFalse();
        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ1109");
        return error.Text;
    }

    /// <summary>e_machine of an ELF header (System V ABI): 0x3e is x86-64, 0xb7 AArch64.</summary>
    private static int Machine(byte[] elf) => BitConverter.ToUInt16(elf, 18);
}
