using Containerize.TestKit.Terminals;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

/// <summary>What the emulated terminal makes of what MSBuild's terminal logger writes.</summary>
public sealed class ScreenTests
{
    [Theory]
    [InlineData("one\r\ntwo\r\n", "one\ntwo")]
    [InlineData("old\rnew", "new")]
    [InlineData("longer\rnew\e[K", "new")]
    [InlineData("one\r\ntwo\r\nthree\r\n\e[2Ftwo\e[J", "one\ntwo")]
    [InlineData("a\e[5Gb\e[2Dc", "a  cb")]
    [InlineData("one\r\ntwo\e[Aup", "oneup\ntwo")]
    public void It_moves_and_erases(string written, string expected) => Shown(written).ShouldBe(expected);

    [Theory]
    [InlineData("\e[32;1mgreen\e[m", "green")]
    [InlineData("\e]8;;file:///x\e\\link\e]8;;\e\\", "link")]
    [InlineData("\e]9;4;3;\e\\busy\e]0;title\a", "busy")]
    [InlineData("\e[?25l\e[?1h\e=\e(Bplain\e[?25h", "plain")]
    public void Colours_links_and_modes_leave_no_trace(string written, string expected) => Shown(written).ShouldBe(expected);

    [Fact]
    public void A_sequence_may_come_in_pieces()
    {
        var screen = new Screen();
        foreach (var piece in new[] { "old\r\e", "[", "K", "n", "ew" })
        {
            screen.Write(piece);
        }

        screen.Text.ShouldBe("new");
    }

    private static string Shown(string written)
    {
        var screen = new Screen();
        screen.Write(written);
        return screen.Text;
    }
}
