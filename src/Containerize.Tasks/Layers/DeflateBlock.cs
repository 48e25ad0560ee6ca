using System.Buffers.Binary;
using System.IO.Compression;

namespace Containerize.Layers;

/// <summary>
/// One block of a layer as deflate (RFC 1951) that ends at a whole byte and looks at nothing before it: equal blocks give equal bytes,
/// whatever is around them, and one can be put behind another.
/// </summary>
internal static class DeflateBlock
{
    /// <summary>Without a name and other fields, which zlib does not write.</summary>
    private const int GzipHeaderSize = 10;

    /// <summary>CRC-32 and length, little-endian.</summary>
    private const int GzipTrailerSize = 8;

    /// <summary>What is looked at on its own: parts in a row that compress are compressed together, and those that do not are stored together.</summary>
    private const int PartSize = 64 * 1024;

    private static readonly ZLibCompressionOptions Store = new() { CompressionLevel = 0 };
    private static readonly ZLibCompressionOptions Fastest = new() { CompressionLevel = 1 };

    /// <param name="options">How hard to try; parts that a quick look finds to be incompressible are stored whatever they say.</param>
    public static EncodedBlock Compress(ReadOnlySpan<byte> block, ZLibCompressionOptions options)
    {
        var output = new PooledBuffer(block.Length + 1024);
        var sum = BlockSum.None;
        while (!block.IsEmpty)
        {
            var isNoise = IsNoise(Part(block, 0));
            var length = Part(block, 0).Length;
            while (length < block.Length && IsNoise(Part(block, length)) == isNoise)
            {
                length += Part(block, length).Length;
            }

            sum = sum.Then(Deflate(block[..length], isNoise ? Store : options, output));
            block = block[length..];
        }

        return new EncodedBlock(output, sum);
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> block, int start) => block.Slice(start, Math.Min(PartSize, block.Length - start));

    /// <summary>
    /// A flush ends at a whole byte and leaves the stream open (zlib's Z_SYNC_FLUSH); the final block, which is written at the end, is cut off.
    /// It is gzip's stream for its sum: zlib takes it on the way, quicker than we could.
    /// </summary>
    private static BlockSum Deflate(ReadOnlySpan<byte> content, ZLibCompressionOptions options, PooledBuffer output)
    {
        var start = output.Length;
        int end;
        using (var gzip = new GZipStream(new BufferWriterStream(output), options))
        {
            gzip.Write(content);
            gzip.Flush();
            end = output.Length;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(output.Written[^GzipTrailerSize..]);
        output.Written[(start + GzipHeaderSize)..end].CopyTo(output.Written[start..]);
        output.Shorten(end - GzipHeaderSize);
        return new BlockSum(crc, content.Length);
    }

    /// <summary>
    /// Pictures, archives and encrypted files gain nothing from compression and cost the most time. Where all bytes are about equally
    /// frequent in a few samples, one of them is compressed in the quickest way to be sure. Samples are taken at fixed places, so that the
    /// answer is the same every time.
    /// </summary>
    private static bool IsNoise(ReadOnlySpan<byte> part)
    {
        const int size = 4096;
        const int count = 4;
        if (part.Length < PartSize / 2)
        {
            return false;
        }

        Span<byte> samples = stackalloc byte[size * count];
        var step = (part.Length - size) / (count - 1);
        for (var i = 0; i < count; i++)
        {
            part.Slice(i * step, size).CopyTo(samples[(i * size)..]);
        }

        if (!IsEven(samples))
        {
            return false;
        }

        using var compressed = new PooledBuffer(2 * size);
        Deflate(samples[..size], Fastest, compressed);
        return compressed.Length > size * 98L / 100;
    }

    /// <summary>
    /// Pearson's chi-squared of how often each byte occurs. Random bytes give 255 with a deviation of 23, program code and text tens of
    /// thousands.
    /// </summary>
    private static bool IsEven(ReadOnlySpan<byte> samples)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var value in samples)
        {
            counts[value]++;
        }

        var expected = samples.Length / counts.Length;
        var sum = 0L;
        foreach (var count in counts)
        {
            sum += (long)(count - expected) * (count - expected);
        }

        return sum / expected < 2000;
    }
}
