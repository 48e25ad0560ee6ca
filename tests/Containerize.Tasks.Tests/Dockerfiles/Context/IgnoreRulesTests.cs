using Containerize.Dockerfiles;
using Containerize.Dockerfiles.Context;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles.Context;

/// <summary>As moby's patternmatcher reads the file, whose own cases these are in part.</summary>
public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("**", "a/b.txt", true)]
    [InlineData("*", "a/b.txt", true)]
    [InlineData("*\n!a", "a/b.txt", false)]
    [InlineData("*\n!a\na/b.txt", "a/b.txt", true)]
    [InlineData("*\n!a/c.txt", "a/b.txt", true)]
    [InlineData("**/bin", "a/bin/x/y", true)]
    [InlineData("**/bin", "bin", true)]
    [InlineData("**/bin", "a/binary", false)]
    [InlineData("**/bin\n!tools/bin", "tools/bin/x", false)]
    [InlineData("**/*.user", "a/b/App.csproj.user", true)]
    [InlineData("*.user", "a/App.csproj.user", false)]
    [InlineData("a/**/c", "a/b/b/c", true)]
    [InlineData("a/**/c", "a/c", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("[ab].txt", "b.txt", true)]
    [InlineData("\\[ab].txt", "[ab].txt", true)]
    [InlineData("/a/", "a/b", true)]
    [InlineData("# a", "# a", false)]
    [InlineData("a.b", "aXb", false)]
    public void The_last_pattern_that_fits_decides(string text, string path, bool isLeftOut)
        => (IgnoreRules.Parse(text).FindWhatLeavesOut(path) is not null).ShouldBe(isLeftOut);

    [Theory]
    [InlineData("*\n!src/**", "src", true)]
    [InlineData("*\n!src/app/keep.txt", "src/app", true)]
    [InlineData("*\n!src/app/keep.txt", "src/other", false)]
    [InlineData("docs\n!**/keep.md", "docs/deep", true)]
    [InlineData("*\n!*/app/*.js", "src/app", true)]
    [InlineData("*\n!*/app/*.js", "src/lib", false)]
    [InlineData("*\n!s?c/keep.txt", "src", true)]
    [InlineData("docs\n!./docs/keep.md", "docs", true)]
    [InlineData("docs\n!doc/keep.md", "docs", false)]
    [InlineData("*\n!package.json", "node_modules", false)]
    [InlineData("*\n!a", "b", false)]
    [InlineData("b", "a", true)]
    public void A_folder_that_is_left_out_is_entered_where_a_line_lets_in_what_is_below(string text, string folder, bool isEntered)
        => IgnoreRules.Parse(text).Enters(folder).ShouldBe(isEntered);

    [Fact]
    public void What_leaves_out_is_the_line()
        => IgnoreRules.Parse("*\n!App\n**/bin\n").FindWhatLeavesOut("App/bin/x").ShouldBe("**/bin");

    [Fact]
    public void What_is_written_is_read_alike()
    {
        var rules = IgnoreRules.Parse(IgnoreFile.Write(["ours"], ["src/App", "keys/a [1].snk"], ["src/App/out"], ["src/App/tools/bin"]));

        rules.FindWhatLeavesOut("src/App/Program.cs").ShouldBeNull();
        rules.FindWhatLeavesOut("keys/a [1].snk").ShouldBeNull();
        rules.FindWhatLeavesOut("src/App/tools/bin/ffmpeg").ShouldBeNull();
        rules.FindWhatLeavesOut("src/App/out/x").ShouldBe("src/App/out");
        rules.FindWhatLeavesOut("src/App/.env").ShouldBe("**/.env");
        rules.FindWhatLeavesOut("src/Other/Program.cs").ShouldBe("*");
    }
}
