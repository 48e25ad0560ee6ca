using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class RuntimeIdentifierTests
{
    [RanInto("an old runtime identifier", "ubuntu.22.04-x64, rhel.8-x64, alpine.3.18-arm64", "read, with the C library of its system")]
    [Theory]
    [InlineData("ubuntu.22.04-x64", "linux/amd64", false)]
    [InlineData("ubuntu-x64", "linux/amd64", false)]
    [InlineData("debian.12-arm64", "linux/arm64", false)]
    [InlineData("rhel.8-x64", "linux/amd64", false)]
    [InlineData("centos.7-x64", "linux/amd64", false)]
    [InlineData("centos-x64", "linux/amd64", false)]
    [InlineData("fedora.39-x64", "linux/amd64", false)]
    [InlineData("opensuse.15.1-x64", "linux/amd64", false)]
    [InlineData("sles.12.3-x64", "linux/amd64", false)]
    [InlineData("rocky.9-arm64", "linux/arm64", false)]
    [InlineData("ol.8-x64", "linux/amd64", false)]
    [InlineData("linuxmint.21-x64", "linux/amd64", false)]
    [InlineData("tizen.4.0.0-x86", "linux/386", false)]
    [InlineData("linux-glibc-x64", "linux/amd64", false)]
    [InlineData("alpine-x64", "linux/amd64", true)]
    [InlineData("alpine.3.18-arm64", "linux/arm64", true)]
    [InlineData("linux-musl-arm", "linux/arm/v7", true)]
    [InlineData("linux-x64", "linux/amd64", false)]
    public void Names_of_single_systems_are_read(string text, string platform, bool isMusl)
    {
        var read = RuntimeIdentifier.Parse(text);

        read.Platform.ToString().ShouldBe(platform);
        read.Library.ShouldBe(isMusl ? CLibrary.Musl : CLibrary.Glibc);
    }

    [Theory]
    [InlineData("win-x64")]
    [InlineData("win10-x64")]
    [InlineData("win81-x86")]
    [InlineData("win10-x64-aot")]
    public void Windows_has_names_too(string text) => RuntimeIdentifier.Parse(text).Platform.Os.ShouldBe("windows");

    [Fact]
    public void A_name_for_every_unix_leaves_the_library_open()
    {
        var read = RuntimeIdentifier.Parse("unix-x64");

        read.Platform.ToString().ShouldBe("linux/amd64");
        read.Library.ShouldBeNull();
    }

    [Theory]
    [InlineData("linux-bionic-x64", "Android")]
    [InlineData("linux-x64;linux-arm64", "ContainerRuntimeIdentifiers")]
    [InlineData("linux-x64,linux-arm64", "ContainerRuntimeIdentifiers")]
    [InlineData("\"linux-x64", "no runtime identifier")]
    [InlineData("linux-x64 ", "no runtime identifier")]
    [InlineData("linux-armel", "no runtime identifier")]
    [InlineData("linux/amd64", "what container tools call linux-x64")]
    [InlineData("linux/arm64/v8", "what container tools call linux-arm64")]
    [InlineData("Linux-X64", "what container tools call linux-x64")]
    [InlineData("osx.14-arm64", "no runtime identifier")]
    [InlineData("freebsd-x64", "no runtime identifier")]
    [InlineData("linux-wasi-x64", "no runtime identifier")]
    [InlineData("ubuntu-musl-x64", "no runtime identifier")]
    [InlineData("linux--x64", "no runtime identifier")]
    public void What_no_image_runs_is_refused_and_told_why(string text, string why)
    {
        var error = Should.Throw<ContainerizeException>(() => RuntimeIdentifier.Parse(text));

        error.Code.ShouldBe(ErrorCodes.InvalidPlatform);
        error.Message.ShouldContain(why);
    }
}
