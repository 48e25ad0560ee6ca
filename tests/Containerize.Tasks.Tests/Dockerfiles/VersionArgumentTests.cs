using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class VersionArgumentTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        ProjectVersion[] versions =
        [
            new("App/My app é.csproj", [KeyValuePair.Create("Version", "1.2.3-beta.4+abc")]),
            new("Lib/a=b:c.csproj", [KeyValuePair.Create("Json", "{ \"Sha\": null; %41 ~ $x }"), KeyValuePair.Create("Empty", "")]),
        ];

        var read = VersionArgument.Read(VersionArgument.Write(versions));

        read.Select(version => version.Project).ShouldBe(["App/My app é.csproj", "Lib/a=b:c.csproj"]);
        read[0].Values.ShouldBe(versions[0].Values);
        read[1].Values.ShouldBe(versions[1].Values, ignoreOrder: true);
    }

    [Fact]
    public void Projects_with_one_version_share_it()
        => VersionArgument.Write([Of("B/B.csproj", "1.0.0"), Of("C/C.csproj", "2.0.0-rc.1"), Of("A/A.csproj", "1.0.0")])
            .ShouldBe("A/A.csproj:B/B.csproj:MinVerVersionOverride=1.0.0::C/C.csproj:MinVerVersionOverride=2.0.0-rc.1");

    [Fact]
    public void No_shell_builder_or_command_line_of_MSBuild_sees_anything_to_heed()
        => VersionArgument.Write([new("A b/(x);y.csproj", [KeyValuePair.Create("V", "$(X) %20, \"q\" 'r' *?!&|<>`\\\n")])])
            .ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || "._-+/:=~".Contains(c, StringComparison.Ordinal));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Nothing_says_nothing(string text) => VersionArgument.Read(text).ShouldBeEmpty();

    [Theory]
    [InlineData("1.2.3=4=5")]
    [InlineData("Version=1.2.3")]
    [InlineData("A.csproj:=1")]
    [InlineData("A.csproj:V=~4")]
    [InlineData("A.csproj:V=~zz")]
    [InlineData("é.csproj:V=1")]
    public void What_cannot_be_read_is_an_error_that_shows_it(string text)
    {
        var error = Should.Throw<ContainerizeException>(() => VersionArgument.Read(text));

        error.Code.ShouldBe(ErrorCodes.VersionsUnreadable);
        error.Message.ShouldContain(text);
    }

    private static ProjectVersion Of(string project, string version) => new(project, [KeyValuePair.Create("MinVerVersionOverride", version)]);
}
