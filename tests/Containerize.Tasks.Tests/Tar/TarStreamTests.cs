using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Containerize.Tar;
using Shouldly;
using Xunit;
using TarEntry = Containerize.Tar.TarEntry;

namespace Containerize.Tests.Tar;

/// <summary>The framework's reader is the referee of what our writer says.</summary>
public sealed class TarStreamTests
{
    public static TheoryData<string> Paths =>
    [
        "a",
        "app/Shop.dll",
        "app/été/naïve ü 漢字.txt",
        new string('x', 100),
        "app/" + new string('y', 100),
        "app/" + new string('y', 101),
        string.Join('/', Enumerable.Repeat(new string('d', 50), 3)) + "/" + new string('f', 100),
        string.Join('/', Enumerable.Repeat(new string('d', 60), 4)) + "/f.txt",
        new string('d', 155) + "/" + new string('f', 100),
        new string('d', 156) + "/" + new string('f', 100),
        string.Join('/', Enumerable.Repeat("deep", 300)),
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_file_reads_back_as_it_was_written(string path)
    {
        var entry = ReadAll(Write(tar => tar.WriteBytes(path, "content"u8))).ShouldHaveSingleItem();

        entry.Name.ShouldBe(path);
        entry.Content.ShouldBe("content");
        entry.Mode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        entry.Time.ShouldBe(TarEntry.Time);
        (entry.Uid, entry.Gid).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("app/")]
    [InlineData("été/")]
    public void A_directory_reads_back_as_one(string path)
    {
        var entry = ReadAll(Write(tar => tar.WriteDirectory(path))).ShouldHaveSingleItem();

        entry.Type.ShouldBe(TarEntryType.Directory);
        entry.Name.TrimEnd('/').ShouldBe(path.TrimEnd('/'));
        ((int)entry.Mode).ShouldBe(TarEntry.DirectoryMode);
    }

    [Fact]
    public void An_executable_may_be_executed()
    {
        var bytes = Write(tar => tar.WriteFile(TarEntry.File("run", 2, executable: true), new MemoryStream("#!"u8.ToArray()), CancellationToken.None));

        ((int)ReadAll(bytes).Single().Mode).ShouldBe(TarEntry.ExecutableMode);
    }

    [Fact]
    public void A_size_past_what_octal_digits_can_say_is_in_a_pax_record()
    {
        const long Size = 0x2_0000_0000;
        var header = TarHeader.Encode(TarEntry.File("big", Size));

        header.Length.ShouldBe(3 * TarHeader.BlockSize);
        Encoding.ASCII.GetString(header.Span[TarHeader.BlockSize..]).ShouldStartWith($"{"19 size=8589934592\n"}");
    }

    [Fact]
    public void Every_pax_record_counts_itself_right()
    {
        for (var length = 80; length < 1100; length++)
        {
            var path = "é" + new string('x', length);
            ReadAll(Write(tar => tar.WriteBytes(path, []))).Single().Name.ShouldBe(path);
        }
    }

    /// <summary>
    /// Compared as a whole with what another process wrote once: to look for this process's number in it would find the
    /// mode of the header whenever the number is 644.
    /// </summary>
    [Fact]
    public void Every_process_writes_the_same_headers()
    {
        var tar = Write(tar => tar.WriteBytes("é" + new string('x', 200), []));

        Encoding.ASCII.GetString(tar, 0, "PaxHeaders.0/".Length).ShouldBe("PaxHeaders.0/");
        Convert.ToHexStringLower(SHA256.HashData(tar)).ShouldBe("b82d3121dadd185f40fe4efa5a8498161012b2b7cdd4c384bd136eb8fbd27667");
    }

    [Fact]
    public void A_file_that_is_shorter_than_announced_is_refused()
        => Should.Throw<EndOfStreamException>(() => Write(tar => tar.WriteFile(TarEntry.File("a", 3), new MemoryStream([1, 2]), CancellationToken.None)));

    [Fact]
    public void A_file_that_is_longer_than_announced_is_refused()
        => Should.Throw<InvalidDataException>(() => Write(tar => tar.WriteFile(TarEntry.File("a", 1), new MemoryStream([1, 2]), CancellationToken.None)));

    private static byte[] Write(Action<TarStreamWriter> write)
    {
        var stream = new MemoryStream();
        var tar = new TarStreamWriter(stream);
        write(tar);
        tar.Complete();
        return stream.ToArray();
    }

    private static List<Entry> ReadAll(byte[] tar)
    {
        var entries = new List<Entry>();
        using var reader = new TarReader(new MemoryStream(tar));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            var content = entry.DataStream is null ? string.Empty : new StreamReader(entry.DataStream).ReadToEnd();
            entries.Add(new Entry(entry.Name, entry.EntryType, content, entry.Mode, entry.ModificationTime, entry.Uid, entry.Gid));
        }

        return entries;
    }

    private sealed record Entry(string Name, TarEntryType Type, string Content, UnixFileMode Mode, DateTimeOffset Time, int Uid, int Gid);
}
