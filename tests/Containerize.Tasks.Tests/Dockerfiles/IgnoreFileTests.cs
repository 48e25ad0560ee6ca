using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class IgnoreFileTests
{
    [Fact]
    public void Everything_is_left_out_but_what_the_build_needs()
        => Lines(["src/Shop/", "Directory.Build.props", "src/Domain"], ["src/Shop/bin/", "src/Shop/obj"], [])[..6].ShouldBe(
        [
            "*", "!Directory.Build.props", "!src/Domain", "!src/Shop", "src/Shop/bin", "src/Shop/obj",
        ]);

    [Fact]
    public void Where_the_whole_context_is_wanted_only_what_is_never_source_is_left_out()
    {
        var lines = Lines(["", "src/Shop"], ["bin"], []);

        lines.ShouldNotContain("*");
        lines[0].ShouldBe("bin");
        lines.ShouldContain("**/.git");
    }

    [Theory]
    [InlineData("**/.env")]
    [InlineData("**/.git")]
    [InlineData("**/*.user")]
    [InlineData("**/Dockerfile")]
    [InlineData("**/node_modules")]
    public void What_is_never_source_is_left_out_after_the_folders_came_in(string pattern)
    {
        var lines = Lines(["src"], [], []);

        lines.IndexOf(pattern).ShouldBeGreaterThan(lines.IndexOf("!src"));
    }

    [Fact]
    public void What_is_kept_comes_last_since_the_last_pattern_decides() => Lines(["src"], ["src/bin"], ["/src/.env"])[^1].ShouldBe("!src/.env");

    [Theory]
    [InlineData("src/.env", true)]
    [InlineData("src/.env.local", true)]
    [InlineData("web/node_modules/lib/lib.js", true)]
    [InlineData("App.csproj.user", true)]
    [InlineData("src/Environment.cs", false)]
    [InlineData("src/a.envelope", false)]
    [InlineData("src/.environment", false)]
    [InlineData("src/Dockerfile.cs", true)]
    [InlineData("src/user/Dockerfiles.cs", false)]
    public void A_path_is_left_out_for_the_name_of_any_of_its_parts(string path, bool isLeftOut) => IgnoreFile.LeavesOut(path).ShouldBe(isLeftOut);

    [Theory]
    [InlineData("a*b", @"!a\*b")]
    [InlineData("a?b", @"!a\?b")]
    [InlineData("x[0]", @"!x\[0]")]
    [InlineData(@"a\b", @"!a\\b")]
    [InlineData("#a", @"!\#a")]
    [InlineData("!a", @"!\!a")]
    [InlineData("a#b!", "!a#b!")]
    [InlineData("a b", "!a b")]
    [InlineData("Grüße", "!Grüße")]
    public void A_path_is_no_pattern(string path, string line) => Lines([path], [], [])[1].ShouldBe(line);

    [Fact]
    public void Equal_input_in_another_order_gives_equal_text()
        => Lines(["b", "a", "b/"], ["y", "x", "y"], ["n", "m"]).ShouldBe(Lines(["a", "b"], ["x", "y"], ["m", "n"]));

    [Fact]
    public void The_header_is_a_comment_and_every_line_ends_with_LF()
    {
        var text = IgnoreFile.Write(["Generated.", ""], [], [], []);

        text.ShouldStartWith("# Generated.\n#\n*\n");
        text.ShouldEndWith("\n");
        text.ShouldNotContain('\r');
    }

    private static List<string> Lines(string[] wanted, string[] outputs, string[] kept)
        => [.. IgnoreFile.Write([], wanted, outputs, kept).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
