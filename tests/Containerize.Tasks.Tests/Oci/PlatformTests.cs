using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class PlatformTests
{
    [Theory]
    [InlineData("linux-x64", "linux/amd64")]
    [InlineData("linux-arm64", "linux/arm64")]
    [InlineData("linux-arm", "linux/arm/v7")]
    [InlineData("linux-armv6", "linux/arm/v6")]
    [InlineData("linux-x86", "linux/386")]
    [InlineData("linux-musl-x64", "linux/amd64")]
    [InlineData("linux-musl-arm64", "linux/arm64")]
    [InlineData("linux-s390x", "linux/s390x")]
    [InlineData("linux-ppc64le", "linux/ppc64le")]
    [InlineData("linux-riscv64", "linux/riscv64")]
    [InlineData("linux-loongarch64", "linux/loong64")]
    [InlineData("win-x64", "windows/amd64")]
    public void A_runtime_identifier_names_a_platform(string rid, string platform)
        => Platform.FromRuntimeIdentifier(rid).ToString().ShouldBe(platform);

    [Theory]
    [InlineData("")]
    [InlineData("x64")]
    [InlineData("linux")]
    [InlineData("osx-arm64")]
    [InlineData("linux-vax")]
    [InlineData("LINUX-x64")]
    [InlineData("browser-wasm")]
    [InlineData("any")]
    public void What_no_image_runs_is_refused_with_what_to_set(string rid)
    {
        var error = Should.Throw<ContainerizeException>(() => Platform.FromRuntimeIdentifier(rid));

        error.Code.ShouldBe(ErrorCodes.InvalidPlatform);
        error.Message.ShouldContain("ContainerRuntimeIdentifier");
    }

    [Theory]
    [InlineData("linux/arm64", "linux/arm64/v8", true)]
    [InlineData("linux/arm64/v8", "linux/arm64", true)]
    [InlineData("linux/arm", "linux/arm/v7", true)]
    [InlineData("linux/arm/v7", "linux/arm", true)]
    [InlineData("linux/amd64", "linux/amd64", true)]
    [InlineData("linux/arm/v7", "linux/arm/v5", false)]
    [InlineData("linux/amd64", "linux/arm64", false)]
    [InlineData("linux/amd64", "windows/amd64", false)]
    [InlineData("linux/amd64", "linux/amd64/v3", false)]
    [InlineData("linux/amd64", "unknown/unknown", false)]
    public void A_variant_that_is_not_named_is_the_usual_one(string wanted, string offered, bool serves)
        => Of(wanted).IsServedBy(Of(offered)).ShouldBe(serves);

    [Fact]
    public void A_platform_reads_back_as_it_was_written()
    {
        var platform = new Platform("windows", "amd64", OsVersion: "10.0.26100.1");

        var json = StrictJson.Write(platform.WriteTo);

        Platform.FromJson((JsonObject)JsonNode.Parse(json)!).ShouldBe(platform);
    }

    [Fact]
    public void A_platform_of_nothing_is_unknown()
        => Platform.FromJson([]).ToString().ShouldBe("unknown/unknown");

    private static Platform Of(string text)
    {
        var parts = text.Split('/');
        return new Platform(parts[0], parts[1], parts.Length > 2 ? parts[2] : null);
    }
}
