using System.IO.Compression;
using Containerize.Layers;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layers;

public sealed class BlockStreamTests
{
    private const int Block = 256 * 1024;

    public static TheoryData<int> Lengths => [0, 1, 511, Block - 1, Block, Block + 1, (5 * Block) + 7];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_goes_in_comes_out(int length)
    {
        var content = Text(length);

        Decompress(Compress(content, content.Length + 1)).ShouldBe(content);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Neither_the_sizes_of_the_writes_nor_chance_show_in_the_result(int length)
    {
        var content = Text(length);
        var once = Compress(content, 7919);

        Compress(content, 131).ShouldBe(once);
        Compress(content, content.Length + 1).ShouldBe(once);
    }

    [Fact]
    public void Every_member_hides_the_host_system()
        => Compress(Text(1000), 1000)[9].ShouldBe((byte)255);

    [Fact]
    public void A_block_that_does_not_compress_is_stored()
    {
        var noise = new byte[Block];
        new Random(1).NextBytes(noise);

        var compressed = Compress(noise, noise.Length);
        compressed.Length.ShouldBeInRange(Block, Block + 200);
        Decompress(compressed).ShouldBe(noise);
    }

    [Fact]
    public void A_failing_output_fails_the_writer_and_hangs_nobody()
    {
        using var gzip = new BlockStream(new FullDisk(), Block, new FreshBlocks(new GzipEncoding(4)));

        Should.Throw<IOException>(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                gzip.Write(new byte[Block]);
            }

            gzip.Finish();
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("gzip:3")]
    public void Equal_encodings_have_equal_names(string? text)
        => LayerEncoding.Parse(text).Id.ShouldBe(LayerEncoding.Parse("gzip:3").Id);

    [Theory]
    [InlineData("none", "application/vnd.oci.image.layer.v1.tar")]
    [InlineData("gzip", "application/vnd.oci.image.layer.v1.tar+gzip")]
    [InlineData("zstd:19", "application/vnd.oci.image.layer.v1.tar+zstd")]
    public void An_encoding_has_its_media_type(string text, string mediaType) => LayerEncoding.Parse(text).MediaType.ShouldBe(mediaType);

    [Fact]
    public void A_zstd_layer_is_a_row_of_frames()
    {
        var content = Text((3 * Block) + 5);
        var output = new MemoryStream();
        using (var stream = new BlockStream(output, Block, new FreshBlocks(new ZstdEncoding(3))))
        {
            stream.Write(content);
            stream.Finish();
        }

        output.Position = 0;
        using var zstd = new ZstdSharp.DecompressionStream(output);
        var again = new MemoryStream();
        zstd.CopyTo(again);
        again.ToArray().ShouldBe(content);
    }

    [Fact]
    public void A_flush_ends_the_block()
    {
        var output = new MemoryStream();
        using var stream = new BlockStream(output, Block, new FreshBlocks(new PlainEncoding()));
        stream.Write(new byte[100]);
        stream.Flush();
        stream.Flush();
        stream.Write(new byte[50]);
        stream.Finish();

        output.Length.ShouldBe(150);
    }

    [Fact]
    public void Levels_have_names_of_their_own()
        => Enumerable.Range(0, 10).Select(level => LayerEncoding.Parse($"gzip:{level}").Id).Distinct().Count().ShouldBe(10);

    [Theory]
    [InlineData("brotli")]
    [InlineData("gzip:")]
    [InlineData("gzip:10")]
    [InlineData("gzip:x")]
    [InlineData("gzip:4:4")]
    [InlineData("zstd:0")]
    [InlineData("zstd:20")]
    [InlineData("none:1")]
    [InlineData("GZIP")]
    public void Another_compression_is_refused_with_the_property_named(string text)
    {
        var error = Should.Throw<Containerize.Diagnostics.ContainerizeException>(() => LayerEncoding.Parse(text));

        error.Code.Id.ShouldBe("CTZ1111");
        error.Message.ShouldContain("ContainerizeCompression");
        error.Message.ShouldContain(text);
    }

    private static byte[] Text(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)('a' + (random.Next(26) & random.Next(26))))];
    }

    private static byte[] Compress(byte[] content, int piece)
    {
        var output = new MemoryStream();
        using (var gzip = new BlockStream(output, Block, new FreshBlocks(new GzipEncoding(4))))
        {
            for (var at = 0; at < content.Length; at += piece)
            {
                gzip.Write(content.AsSpan(at, Math.Min(piece, content.Length - at)));
            }

            gzip.Finish();
        }

        return output.ToArray();
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        var output = new MemoryStream();
        gzip.CopyTo(output);
        return output.ToArray();
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
