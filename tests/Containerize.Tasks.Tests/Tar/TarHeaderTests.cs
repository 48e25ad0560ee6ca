using System.Formats.Tar;
using System.Text;
using Containerize.Host.Programs;
using Containerize.Tar;
using Shouldly;
using Xunit;
using TarEntry = Containerize.Tar.TarEntry;

namespace Containerize.Tests.Tar;

/// <summary>Header bytes, field by field, against POSIX and against what Go's archive/tar writes.</summary>
public sealed class TarHeaderTests
{
    private const long NineGigabytes = 9_000_000_000;

    [Fact]
    public void A_plain_entry_is_one_ustar_block_with_every_field_in_its_place()
    {
        var header = TarHeader.Encode(TarEntry.File("app/Shop.dll", 5)).ToArray();

        header.Length.ShouldBe(512);
        Field(header, 0, 100).ShouldBe("app/Shop.dll");
        Field(header, 100, 8).ShouldBe("0000644");
        Field(header, 108, 8).ShouldBe("0000000");
        Field(header, 116, 8).ShouldBe("0000000");
        Field(header, 124, 12).ShouldBe("00000000005");
        Field(header, 136, 12).ShouldBe(Convert.ToString(new DateTimeOffset(1980, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), 8).PadLeft(11, '0'));
        Field(header, 148, 8).ShouldBe(Convert.ToString(ChecksumOf(header), 8).PadLeft(6, '0'));
        header[155].ShouldBe((byte)' ');
        header[156].ShouldBe((byte)'0');
        Encoding.ASCII.GetString(header, 257, 8).ShouldBe("ustar\0" + "00");
        Field(header, 265, 32).ShouldBeEmpty();
        Field(header, 297, 32).ShouldBeEmpty();
        header.AsSpan(345).ContainsAnyExcept((byte)0).ShouldBeFalse();
    }

    [Fact]
    public void A_directory_has_its_type_its_mode_and_no_size()
    {
        var header = TarHeader.Encode(TarEntry.Directory("app")).ToArray();

        Field(header, 0, 100).ShouldBe("app/");
        Field(header, 100, 8).ShouldBe("0000755");
        Field(header, 124, 12).ShouldBe("00000000000");
        header[156].ShouldBe((byte)'5');
    }

    public static TheoryData<string, string, string> Splits => new()
    {
        { "d/" + Of('f', 99), "d", Of('f', 99) },
        { "d/" + Of('f', 100), "d", Of('f', 100) },
        { $"{Of('d', 155)}/{Of('f', 100)}", Of('d', 155), Of('f', 100) },
        { $"{Of('a', 60)}/{Of('b', 60)}/{Of('c', 60)}", $"{Of('a', 60)}/{Of('b', 60)}", Of('c', 60) },
        { $"{Of('d', 110)}/sub/", Of('d', 110), "sub/" },
    };

    [Theory]
    [MemberData(nameof(Splits))]
    public void A_path_past_100_characters_is_split_at_the_last_slash_that_fits(string path, string prefix, string name)
    {
        var header = TarHeader.Encode(path.EndsWith('/') ? TarEntry.Directory(path) : TarEntry.File(path, 0)).ToArray();

        header.Length.ShouldBe(512);
        Field(header, 345, 155).ShouldBe(prefix);
        Field(header, 0, 100).ShouldBe(name);
    }

    public static TheoryData<string> Unsplittable =>
    [
        Of('f', 101),
        $"d/{Of('f', 101)}",
        $"{Of('d', 156)}/f",
        "/" + Of('f', 100),
        $"{Of('d', 101)}/",
        "é",
    ];

    [Theory]
    [MemberData(nameof(Unsplittable))]
    public void A_path_that_ustar_cannot_say_is_in_a_pax_record(string path)
    {
        var headers = TarHeader.Encode(path.EndsWith('/') ? TarEntry.Directory(path) : TarEntry.File(path, 0)).ToArray();

        headers.Length.ShouldBe(3 * 512);
        headers[156].ShouldBe((byte)'x');
        var record = Encoding.UTF8.GetString(headers, 512, 512).TrimEnd('\0');
        record.ShouldBe($"{Encoding.UTF8.GetByteCount(record)} path={path}\n");
    }

    [Theory]
    [InlineData(89, 98)]
    [InlineData(90, 99)]
    [InlineData(91, 101)] // 100 would need a third digit, which makes it 101
    [InlineData(92, 102)]
    [InlineData(988, 998)]
    [InlineData(989, 999)]
    [InlineData(990, 1001)]
    public void A_pax_record_counts_the_digits_of_its_own_length(int pathBytes, int recordBytes)
    {
        // A letter of two bytes makes the path one that needs a record at any length.
        var headers = TarHeader.Encode(TarEntry.File("é" + Of('f', pathBytes - 2), 0)).Span;

        var record = Encoding.UTF8.GetString(headers[512..^512]).TrimEnd('\0');
        record.Split(' ')[0].ShouldBe(recordBytes.ToString());
        Encoding.UTF8.GetByteCount(record).ShouldBe(recordBytes);
    }

    [Fact]
    public void A_size_of_8_GiB_less_one_byte_still_fits_ustar()
        => Field(TarHeader.Encode(TarEntry.File("big", 0x1_FFFF_FFFF)).ToArray(), 124, 12).ShouldBe("77777777777");

    public static TheoryData<string> BigPaths => ["big", "app/" + Of('f', 90) + ".bin", $"{Of('d', 120)}/{Of('f', 90)}", Of('f', 200), "é.bin"];

    [Theory]
    [MemberData(nameof(BigPaths))]
    public void A_file_past_8_GiB_keeps_its_name_and_its_size(string path)
    {
        var headers = TarHeader.Encode(TarEntry.File(path, NineGigabytes)).ToArray();
        using var reader = new TarReader(new SparseStream(headers, headers.Length + NineGigabytes + TarHeader.PaddingAfter(NineGigabytes) + 1024));

        var entry = reader.GetNextEntry().ShouldNotBeNull();
        entry.Name.ShouldBe(path);
        entry.Length.ShouldBe(NineGigabytes);
        reader.GetNextEntry().ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 511)]
    [InlineData(511, 1)]
    [InlineData(512, 0)]
    [InlineData(513, 511)]
    [InlineData(NineGigabytes, 0)]
    public void Content_is_padded_to_whole_blocks(long size, int padding) => TarHeader.PaddingAfter(size).ShouldBe(padding);

    // archive/tar, Writer.writePAXHeader: dir, file := path.Split(name); path.Join(dir, "PaxHeaders.0", file), cut to 100 bytes.
    public static TheoryData<string, string> GoNames => new()
    {
        { "é.txt", "PaxHeaders.0/.txt" },
        { "app/é.txt", "app/PaxHeaders.0/.txt" },
        { $"app/{Of('f', 101)}", $"app/PaxHeaders.0/{Of('f', 83)}" },
        { "app/é/", "app//PaxHeaders.0" },
        { $"{Of('d', 101)}/", Of('d', 100) },
    };

    [Theory]
    [MemberData(nameof(GoNames))]
    public void A_pax_header_is_called_what_Go_calls_it(string path, string expected)
        => Field(TarHeader.Encode(path.EndsWith('/') ? TarEntry.Directory(path) : TarEntry.File(path, 0)).ToArray(), 0, 100).ShouldBe(expected);

    // archive/tar, Writer.writeRawFile sets no device numbers.
    [Fact]
    public void A_pax_header_leaves_the_device_numbers_blank_as_Go_does()
        => TarHeader.Encode(TarEntry.File("é.txt", 0)).Span.Slice(329, 16).ContainsAnyExcept((byte)0).ShouldBeFalse();

    [Fact]
    public void Equal_entries_have_equal_bytes()
        => TarHeader.Encode(TarEntry.File("app/é" + Of('x', 300), 7)).ToArray().ShouldBe(TarHeader.Encode(TarEntry.File("app/é" + Of('x', 300), 7)).ToArray());

    [Fact]
    public async Task GNU_tar_lists_what_was_written()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/tar"), "there is no /usr/bin/tar");
        using var folder = new TemporaryFolder();
        string[] paths = ["app/", "app/été.txt", "app/" + Of('f', 150), "app/run", $"{Of('d', 140)}/{Of('f', 90)}"];
        await using (var file = File.Create(folder.At("a.tar")))
        {
            var tar = new TarStreamWriter(file);
            tar.WriteDirectory(paths[0]);
            tar.WriteBytes(paths[1], "text"u8);
            tar.WriteBytes(paths[2], new byte[513]);
            tar.WriteFile(TarEntry.File(paths[3], 3, executable: true), new MemoryStream("#!x"u8.ToArray()), CancellationToken.None);
            tar.WriteBytes(paths[4], []);
            tar.Complete();
        }

        var listed = (await ProgramRunner.RunAsync(
            new ProgramCall(
                "/usr/bin/tar",
                ["--utc", "--full-time", "--quoting-style=literal", "--numeric-owner", "-tvf", folder.At("a.tar")],
                TimeSpan.FromSeconds(30))
            {
                WorkingDirectory = folder.Root,
            },
            TestContext.Current.CancellationToken))!;

        listed.Error.ShouldBeEmpty();
        listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .ShouldBe(
            [
                $"drwxr-xr-x 0/0 0 1980-01-02 00:00:00 {paths[0]}",
                $"-rw-r--r-- 0/0 4 1980-01-02 00:00:00 {paths[1]}",
                $"-rw-r--r-- 0/0 513 1980-01-02 00:00:00 {paths[2]}",
                $"-rwxr-xr-x 0/0 3 1980-01-02 00:00:00 {paths[3]}",
                $"-rw-r--r-- 0/0 0 1980-01-02 00:00:00 {paths[4]}",
            ]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Content_from_a_network_has_to_be_as_long_as_announced(int actual)
    {
        var tar = new TarStreamWriter(Stream.Null);
        var writing = () => tar.WriteFileAsync(TarEntry.File("a", 3), new MemoryStream(new byte[actual]), TestContext.Current.CancellationToken);

        if (actual < 3)
        {
            await Should.ThrowAsync<EndOfStreamException>(writing);
        }
        else
        {
            await Should.ThrowAsync<InvalidDataException>(writing);
        }
    }

    private static string Of(char letter, int count) => new(letter, count);

    private static string Field(byte[] header, int at, int length) => Encoding.ASCII.GetString(header, at, length).Split('\0')[0];

    private static int ChecksumOf(byte[] header) => header.Select((b, i) => i is >= 148 and < 156 ? (int)' ' : b).Sum();
}
