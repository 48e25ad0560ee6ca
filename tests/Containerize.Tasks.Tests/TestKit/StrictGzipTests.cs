using System.IO.Compression;
using System.Text;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

public sealed class StrictGzipTests
{
    [Fact]
    public void What_others_pack_at_any_level_is_read()
    {
        foreach (var level in Enumerable.Range(0, 10))
        {
            foreach (var content in new[] { [], new byte[1], Text(100_000), Noise(100_000), [.. Noise(70_000), .. Text(70_000), .. new byte[70_000]] })
            {
                StrictGzip.Read(Pack(content, level)).ShouldBe(content);
            }
        }
    }

    [Fact]
    public void The_checksum_is_the_one_that_gzip_has()
        => StrictGzip.CrcOf("123456789"u8).ShouldBe(0xCBF43926);

    [Fact]
    public void Members_in_a_row_are_not_read()
        => Refuse([.. Pack(Text(1000), 6), .. Pack(Text(1000), 6)]);

    [Fact]
    public void Nor_is_one_with_a_byte_behind_it()
        => Refuse([.. Pack(Text(1000), 6), 0]);

    [Fact]
    public void Nor_one_that_is_cut_anywhere()
    {
        var member = Pack(Text(1000), 6);
        for (var length = 0; length < member.Length; length++)
        {
            Refuse(member[..length]);
        }
    }

    [Fact]
    public void Nor_one_whose_trailer_says_something_else()
    {
        for (var at = 1; at <= 8; at++)
        {
            var member = Pack(Text(1000), 6);
            member[^at] ^= 1;
            Refuse(member);
        }
    }

    private static void Refuse(byte[] packed) => Should.Throw<InvalidDataException>(() => StrictGzip.Read(packed));

    private static byte[] Pack(byte[] content, int level)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, new ZLibCompressionOptions { CompressionLevel = level }))
        {
            gzip.Write(content);
            // .NET writes nothing at all where nothing is written or flushed.
            gzip.Flush();
        }

        return packed.ToArray() is { Length: > 0 } member ? member : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static byte[] Text(int length) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, length).Select(i => $"{i * 7919 % 1000} "))[..length]);

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }
}
