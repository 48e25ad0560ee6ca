using System.Reflection;
using Containerize.Diagnostics;
using Containerize.Diagnostics.Wording;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Diagnostics;

public sealed class DiagnosticsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1, "1 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(1550, "1.6 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1.0 MB")]
    [InlineData(14_200_000, "14.2 MB")]
    [InlineData(3_000_000_000, "3.0 GB")]
    [InlineData(5_000_000_000_000_000, "5000.0 TB")]
    public void Sizes_are_in_decimal_units_with_one_digit(long bytes, string expected) => ByteSize.Format(bytes).ShouldBe(expected);

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines\r\n", "two lines")]
    [InlineData("\u001b[31mred", "[31mred")]
    [InlineData("tab\there", "tab here")]
    public void Foreign_text_becomes_one_line_without_control_characters(string? text, string expected) => Excerpt.Of(text).ShouldBe(expected);

    [Fact]
    public void Long_text_is_cut_and_says_so()
    {
        Excerpt.Of(new string('x', 201)).ShouldBe(new string('x', 200) + "…");
        Excerpt.Of(new string('x', 200)).ShouldBe(new string('x', 200));
        Excerpt.Of("abcdef", 3).ShouldBe("abc…");
    }

    [Fact]
    public void Every_code_is_in_the_list_once_and_in_order()
    {
        var declared = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (ErrorCode)field.GetValue(null)!).ToArray();

        ErrorCodes.All.ShouldBe(declared.OrderBy(code => code.Id, StringComparer.Ordinal));
        ErrorCodes.All.Select(code => code.Id).ShouldBeUnique();
        ErrorCodes.All.ShouldAllBe(code => code.Id.Length == 7 && code.Id.StartsWith("CTZ", StringComparison.Ordinal));
    }
}
