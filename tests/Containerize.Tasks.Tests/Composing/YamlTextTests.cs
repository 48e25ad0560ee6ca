using Containerize.Composing;
using Shouldly;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Containerize.Tests.Composing;

public sealed class YamlTextTests
{
    private const int Rounds = 4000;

    /// <summary>What texts are made of that somebody took for something else.</summary>
    private static readonly string[] Pieces =
    [
        "yes", "No", "ON", "off", "y", "N", "true", "False", "NULL", "~", "0123", "0x1f", "0o17", "0b1", "1:30", "1e3", ".inf", ".nan", "-.5", "+1", "1_000",
        "2001-12-14", "<<", "=", "a", "Z", "/", ".", "..", "-", "---", "...", "- ", "? ", ": ", ":", " #", "#", "$", "$$", "${A:-b}", "{", "}", "[", "]", ",", "&", "*",
        "!", "!!str", "|", ">", "%", "@", "`", "'", "\"", "\\", "\\n", " ", "  ", "\t", "\n", "\r\n", "\0", "\u001b", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "\ufffe",
        "é", "日本", "😀", "_", "@1", "\u0300",
    ];

    [Theory]
    [InlineData("acme/shop:latest", "acme/shop:latest")]
    [InlineData(".", ".")]
    [InlineData("..", "..")]
    [InlineData("...", "\"...\"")]
    [InlineData("../src/Shop/Dockerfile", "../src/Shop/Dockerfile")]
    [InlineData("shop-data:/data", "shop-data:/data")]
    [InlineData("", "\"\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("No", "\"No\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("0123", "\"0123\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData(".5", "\".5\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a:", "\"a:\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("a\nb\tc\u2028d", "\"a\\nb\\tc\\u2028d\"")]
    [InlineData("say \"\\n\"", "\"say \\\"\\\\n\\\"\"")]
    public void Only_what_can_be_nothing_else_goes_without_quotes(string text, string expected) => YamlText.FormatScalar(text).ShouldBe(expected);

    /// <summary>As a value, as an entry of a list and as a key; the seed is in the message.</summary>
    [Fact]
    public void Whatever_is_written_is_that_text_to_every_reader()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var scalar = YamlText.FormatScalar(text);
            scalar.ShouldNotContain('\n');

            var node = Yaml.Read($"value: {scalar}\nlist:\n  - {scalar}\n  - [{YamlText.Quote(text)}, x]\n{scalar}: c\n");

            var value = (YamlScalarNode)node.At("value")!;
            value.Value.ShouldBe(text, $"seed {seed}: {scalar}");
            value.IsString().ShouldBeTrue($"seed {seed}: {scalar}");
            node.At("list").Text().ShouldBe($"{text}|{text}|x", $"seed {seed}");
            node.At(text).ShouldNotBeNull($"seed {seed}: {scalar}");
        }
    }
}
