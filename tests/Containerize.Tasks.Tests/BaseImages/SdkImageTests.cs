using Containerize.BaseImages;
using Containerize.Diagnostics;
using Shouldly;
using Xunit;

namespace Containerize.Tests.BaseImages;

public sealed class SdkImageTests
{
    [Theory]
    [InlineData("10.0.401", null, "10.0")]
    [InlineData("11.0.100-preview.4.26210.111", null, "11.0-preview")]
    [InlineData("10.0.401", "10.0.401", "10.0.401")]
    [InlineData("11.0.100-preview.4.26210.111", "11.0.100-preview.4.26210.111", "11.0.100-preview.4")]
    [InlineData("11.0.100-preview.4", "11.0.100-preview.4", "11.0.100-preview.4")]
    [InlineData("10.0.100-rc.2.25502.107", "10.0.100-rc.2.25502.107", "10.0.100-rc.2")]
    public void The_tag_is_one_that_is_published(string sdk, string? pinned, string tag)
        => SdkImage.Infer(Traits(sdk), pinned).Tag.ShouldBe(tag);

    [Fact]
    public void The_system_follows_what_is_pinned()
        => SdkImage.Infer(Traits("10.0.401") with { ContainerFamily = "alpine" }, "11.0.100-preview.4.26210.111").Tag.ShouldBe("11.0.100-preview.4-alpine");

    [Theory]
    [InlineData("10.0.401", null, null, "10.0-aot")]
    [InlineData("10.0.401", "10.0.400", "noble-chiseled-extra", "10.0.400-noble-aot")]
    [InlineData("10.0.401", null, "alpine3.23", "10.0-alpine3.23-aot")]
    [InlineData("10.0.401", null, "azurelinux3.0-distroless", "10.0-azurelinux3.0-aot")]
    [InlineData("11.0.100-preview.4.26210.111", null, null, "11.0-preview-aot")]
    // Of these there is no such image.
    [InlineData("10.0.401", null, "trixie-slim", "10.0-trixie-slim")]
    [InlineData("10.0.401", "9.0.300", null, "9.0.300")]
    [InlineData("9.0.300", null, null, "9.0")]
    [InlineData("10.0.401", "10.0.100-rc.2", null, "10.0.100-rc.2")]
    public void For_native_code_it_is_the_one_with_a_linker_where_there_is_one(string sdk, string? pinned, string? family, string tag)
    {
        var image = SdkImage.Infer(Traits(sdk) with { ContainerFamily = family, IsAot = true }, pinned);

        image.Tag.ShouldBe(tag);
        (NativeToolchain.Commands(tag).Count == 0).ShouldBe(tag.EndsWith("-aot", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_is_of_an_architecture_has_it_too() => NativeToolchain.Commands("10.0-noble-aot-arm64v8").ShouldBeEmpty();

    [Theory]
    [InlineData("11.0.100-alpha.1.25568.103")]
    [InlineData("10.0.101-servicing.25604.101")]
    [InlineData("11.0.100-ci")]
    [InlineData("11.0.100-preview")]
    [InlineData("10.0")]
    public void What_no_image_has_is_an_error_that_names_it(string pinned)
    {
        var error = Should.Throw<ContainerizeException>(() => SdkImage.Infer(Traits("10.0.401"), pinned));

        error.Code.ShouldBe(ErrorCodes.SdkImageMissing);
        error.Message.ShouldContain(pinned);
    }

    [Theory]
    [InlineData("{}", null, false)]
    [InlineData("""{ "sdk": { "version": "10.0.100" } }""", "10.0.100", false)]
    [InlineData("""{ "sdk": { "version": "10.0.100", "rollForward": "disable" }, }""", "10.0.100", false)]
    [InlineData("""{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" } } // later""", null, false)]
    [InlineData("""{ "test": { "runner": "Microsoft.Testing.Platform" } }""", null, true)]
    [InlineData("""{ "test": { "runner": "VSTest" } }""", null, false)]
    public void A_global_json_says_what_is_pinned_and_who_runs_tests(string text, string? pinned, bool byPlatform)
    {
        using var folder = new TemporaryFolder();

        var read = GlobalJson.Read(folder.Write("global.json", text));

        read.PinnedSdk.ShouldBe(pinned);
        read.TestsByPlatform.ShouldBe(byPlatform);
    }

    private static ProjectTraits Traits(string sdk) => new() { TargetFrameworkVersion = "10.0", SdkVersion = sdk };
}
