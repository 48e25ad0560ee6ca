using Containerize.Reporting;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>What a terminal shows of a project, with more than one line in it where that spoils no link.</summary>
public sealed class ProjectLineTests
{
    [Fact]
    public void A_line_alone_stays_as_it_is() => ProjectLine.Join("Shop -> /x/shop.tar", []).ShouldBe("Shop -> /x/shop.tar");

    [Theory]
    [InlineData("Shop -> ghcr.io/acme/shop:1.2 (unchanged)", "docker run ghcr.io/acme/shop:1.2")]
    [InlineData("Shop -> acme/shop:1.2 (in docker, 3 MB)", "docker run acme/shop:1.2")]
    [InlineData("Shop -> shop:1.2 (in docker, 3 MB)", "docker run shop:1.2")]
    [InlineData("Shop -> would go to localhost:5000/shop:1.2", "in full    /x/plan.txt")]
    public void More_lines_are_lines_of_the_same_message(string line, string more) => ProjectLine.Join(line, [more]).ShouldBe(line + "\n    " + more);

    /// <summary>The terminal logger makes a link of what begins as a path or a URI.</summary>
    [Theory]
    [InlineData("Shop -> /x/shop.tar (archive of 3 MB)", "docker load -i /x/shop.tar", "docker load -i /x/shop.tar")]
    [InlineData("Shop -> localhost:5000/shop:1.2 (unchanged)", "docker run localhost:5000/shop:1.2", "docker run localhost:5000/shop:1.2")]
    public void Where_a_line_break_would_get_into_a_link_they_follow_on_the_same_line(string line, string more, string following)
        => ProjectLine.Join(line, [more]).ShouldBe($"{line}; {following}");
}
