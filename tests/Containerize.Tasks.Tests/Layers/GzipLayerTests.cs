using System.IO.Compression;
using Containerize.Layers;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layers;

/// <summary>A layer is one gzip member: a reader that stops behind the first reads all of it, and finds the trailer that it expects and nothing more.</summary>
public sealed class GzipLayerTests
{
    private const int Block = 256 * 1024;
    private const int Part = 64 * 1024;

    public static TheoryData<int> Lengths => [0, 1, 511, Part, Block - 1, Block, Block + 1, 2 * Block, (5 * Block) + 7];

    public static TheoryData<int> Levels => [.. Enumerable.Range(0, 10)];

    [RanInto("a reader that stops behind the first gzip member", "composefs-rs, guest-components and others in Rust, which take a layer of many members for its first", "a layer is one member, and has nothing behind it")]
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Text_of_any_length_is_one_member(int length) => Reads(Text(length), level: 3);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void So_is_what_is_stored(int length) => Reads(Noise(length), level: 3);

    [Theory]
    [MemberData(nameof(Levels))]
    public void So_is_a_mixture_of_both_at_each_level(int level)
        => Reads([.. Text(Part), .. Noise(Part), .. Text((2 * Part) + 3), .. Noise(Block + 5), .. new byte[Block], .. Text(17)], level);

    [Fact]
    public void So_are_blocks_that_end_early()
    {
        var random = new Random(1);
        var content = new MemoryStream();
        var layer = Pack(new GzipEncoding(3), stream =>
        {
            for (var i = 0; i < 60; i++)
            {
                var piece = random.Next(2) == 0 ? Text(random.Next(100_000)) : Noise(random.Next(100_000));
                content.Write(piece);
                stream.Write(piece);
                stream.Flush();
            }
        });

        StrictGzip.Read(layer).ShouldBe(content.ToArray());
    }

    [Fact]
    public void A_layer_of_nothing_is_the_member_of_nothing()
        => Pack(new GzipEncoding(3), _ => { }).ShouldBe([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    [Fact]
    public void Blocks_compressed_by_one_thread_are_those_of_many()
    {
        byte[] content = [.. Text(3 * Block), .. Noise(3 * Block), .. Text(3 * Block), .. Text(99)];
        var encoding = new GzipEncoding(3);
        var alone = new MemoryStream();
        var sum = BlockSum.None;
        alone.Write(encoding.Head);
        foreach (var block in content.Chunk(Block))
        {
            var encoded = encoding.Encode(block);
            alone.Write(encoded.Bytes.Written);
            sum = sum.Then(encoded.Sum);
        }

        alone.Write(encoding.CreateTail(sum));

        Pack(encoding, stream => stream.Write(content)).ShouldBe(alone.ToArray());
    }

    [Fact]
    public void The_length_in_the_trailer_is_what_is_left_of_it_by_32_bits()
        => new GzipEncoding(3).CreateTail(new BlockSum(0x12345678, (5L << 32) + 0x0a0b0c0d)).ShouldBe([3, 0, 0x78, 0x56, 0x34, 0x12, 0x0d, 0x0c, 0x0b, 0x0a]);

    [Fact]
    public void Blocks_cost_no_more_than_members_of_their_own_did()
    {
        var content = Text((8 * Block) + 1000);
        var members = content.Chunk(Block).Sum(block => Member(block).Length);

        Pack(new GzipEncoding(3), stream => stream.Write(content)).Length.ShouldBeLessThan(members);
    }

    private static void Reads(byte[] content, int level) => StrictGzip.Read(Pack(new GzipEncoding(level), stream => stream.Write(content))).ShouldBe(content);

    private static byte[] Pack(GzipEncoding encoding, Action<Stream> write)
    {
        var layer = new MemoryStream();
        using var stream = new BlockStream(layer, encoding.BlockSize, new FreshBlocks(encoding));
        write(stream);
        stream.Finish();
        return layer.ToArray();
    }

    private static byte[] Member(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, new ZLibCompressionOptions { CompressionLevel = 3 }))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Text(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)('a' + (random.Next(26) & random.Next(26))))];
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }
}
