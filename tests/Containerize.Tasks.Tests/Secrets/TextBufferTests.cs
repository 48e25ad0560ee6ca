using System.Text;
using Containerize.Describing.Secrets;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Secrets;

/// <summary>What the framework reads in a file is the referee.</summary>
public sealed class TextBufferTests : IDisposable
{
    private const string Text = "Grüße\r\n漢字 🎂\nServer=db;Password=hunter2";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, byte[]> Files => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Text) },
        { "UTF-8 with a mark", Marked(Encoding.UTF8) },
        { "UTF-16", Marked(Encoding.Unicode) },
        { "UTF-16, most significant byte first", Marked(Encoding.BigEndianUnicode) },
        { "UTF-32", Marked(Encoding.UTF32) },
        { "UTF-32, most significant byte first", Marked(new UTF32Encoding(bigEndian: true, byteOrderMark: true)) },
        { "Latin-1, which is not valid UTF-8", Encoding.Latin1.GetBytes("Gr\u00fc\u00dfe\nPassword=\u00fc") },
        { "a mark alone", [0xFF, 0xFE] },
        { "half a character", [.. Encoding.UTF8.GetBytes("a"), 0xE6, 0xBC] },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_read_as_the_framework_reads_it(string name, byte[] content)
    {
        File.WriteAllBytes(folder.At(name), content);

        using var text = TextBuffer.Read(folder.At(name), content.Length + 10);

        text.Characters.ToString().ShouldBe(File.ReadAllText(folder.At(name)));
    }

    [Fact]
    public void No_more_is_read_than_was_asked_for()
    {
        File.WriteAllText(folder.At("long"), new string('x', 1 << 20));

        using var text = TextBuffer.Read(folder.At("long"), 1 << 10);

        text.Characters.Length.ShouldBe(1 << 10);
    }

    [Fact]
    public void What_is_no_text_or_cannot_be_read_is_no_text()
    {
        File.WriteAllBytes(folder.At("data.json"), [(byte)'{', 0, (byte)'}']);

        SecretFile.Read(folder.At("data.json")).ShouldBeNull();
        SecretFile.Read(folder.At("missing.json")).ShouldBeNull();
        SecretFile.Read(folder.Root).ShouldBeNull();
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Marked(Encoding encoding) => [.. encoding.Preamble, .. encoding.GetBytes(Text)];
}
