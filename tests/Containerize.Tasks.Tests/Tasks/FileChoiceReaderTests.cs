using Containerize.Tasks;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

public sealed class FileChoiceReaderTests
{
    /// <summary>As BuildKit's <c>TARGETARCH</c> names it, and as <c>uname -m</c> does where no builder tells.</summary>
    [Theory]
    [InlineData("amd64", "x64")]
    [InlineData("x86_64", "x64")]
    [InlineData("arm64", "arm64")]
    [InlineData("aarch64", "arm64")]
    [InlineData("arm", "arm")]
    [InlineData("armv7l", "arm")]
    [InlineData("386", "x86")]
    [InlineData("i686", "x86")]
    [InlineData("loong64", "loongarch64")]
    [InlineData("s390x", "s390x")]
    [InlineData("", null)]
    public void In_a_builder_files_are_chosen_for_the_architecture_that_it_or_its_system_names(string named, string? architecture)
        => Read(named, "true").ShouldBe(architecture);

    [Fact]
    public void A_publish_of_its_own_knows_it_from_the_runtime_identifier() => Read("amd64", "false").ShouldBe("arm64");

    private static string? Read(string named, string inBuilder)
    {
        var item = new TaskItem("App");
        item.SetMetadata("TargetArchitecture", named);
        item.SetMetadata("InBuilder", inBuilder);
        return new FileChoiceReader(new ImageProperties(item, new ProjectPaths("/src/App.csproj"))).Read("linux-arm64", null).Runtime!.Architecture;
    }
}
