using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class CustomRegionsTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Lines_between_the_marks_are_the_users(string lineEnd)
    {
        var text = string.Join(lineEnd, "FROM x AS y", "# >>> custom: build", "RUN a", "", "  RUN b  ", "# <<< custom: build", "USER app");

        CustomRegions.Read(text).LinesOf("build").ShouldBe(["RUN a", "", "  RUN b"]);
    }

    [Fact]
    public void Only_line_ends_of_Dockerfiles_end_lines()
        => CustomRegions.Read("# >>> custom: a\nRUN echo 1\u2028\f2\n# <<< custom: a\n").LinesOf("a").ShouldBe(["RUN echo 1\u2028\f2"]);

    [Fact]
    public void A_region_that_holds_nothing_has_no_name()
    {
        var regions = CustomRegions.Read("# >>> custom: empty\n# <<< custom: empty\n# >>> custom: full\nRUN a\n# <<< custom: full\n");

        regions.Names.ShouldBe(["full"]);
        regions.LinesOf("empty").ShouldBeEmpty();
        regions.LinesOf("unknown").ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_regions_with_one_name_no_line_gets_lost()
        => CustomRegions.Read("# >>> custom: a\nRUN 1\n# <<< custom: a\n# >>> custom: a\nRUN 2\n# <<< custom: a\n").LinesOf("a").ShouldBe(["RUN 1", "RUN 2"]);

    [Fact]
    public void A_region_without_an_end_is_named()
        => Should.Throw<FormatException>(() => CustomRegions.Read("# >>> custom: build\nRUN a\n# <<< custom: other\n")).Message.ShouldBe("build");

    [Fact]
    public void Marks_within_a_region_are_lines_like_others()
        => CustomRegions.Read("# >>> custom: a\n# >>> custom: b\n# <<< custom: a\n").LinesOf("a").ShouldBe(["# >>> custom: b"]);

    [Fact]
    public void A_file_that_nobody_generated_has_none() => CustomRegions.Read("FROM scratch\n").Names.ShouldBeEmpty();

    [Fact]
    public void What_was_written_reads_back()
    {
        var file = new Dockerfile(DockerfileProfile.Portable, [], [], [new Stage("final", "scratch", [new Instruction.Region("final")])]);
        var regions = CustomRegions.Read("# >>> custom: final\nRUN a \\\n    && b\n# <<< custom: final");

        var again = CustomRegions.Read(DockerfileWriter.Write(file, regions));

        again.LinesOf("final").ShouldBe(["RUN a \\", "    && b"]);
    }
}
