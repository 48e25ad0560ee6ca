using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class GeneratedFileTests
{
    [Theory]
    [InlineData("LABEL a=b\nUSER c\n", "LABEL a=b\nUSER c\n")]
    [InlineData("LABEL a=b\r\nUSER c\r\n", "LABEL a=b\nUSER c\n")]
    [InlineData("LABEL a=\"b\u2028c\u0085d\fe\"\n", "LABEL a=\"b\u2028c\u0085d\fe\"\n")]
    public void A_file_says_a_text_whatever_its_lines_end_with(string content, string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("Dockerfile", content);

        GeneratedFile.Open(path).Says(text).ShouldBeTrue();
    }

    [Theory]
    [InlineData("LABEL a=b\nUSER c\n", "LABEL a=b\nUSER d\n", 2)]
    [InlineData("LABEL a=b\r\nUSER c\r\n", "LABEL a=b\nUSER c\nUSER d\n", 3)]
    [InlineData("LABEL a=b\nUSER c\n", "LABEL a=b\n", 2)]
    [InlineData("", "LABEL a=b\n", 1)]
    public void The_first_line_that_differs_is_named(string content, string text, int line)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("Dockerfile", content);

        var file = GeneratedFile.Open(path);

        file.Says(text).ShouldBeFalse();
        file.FindFirstDifference(text).ShouldBe(line);
    }
}
