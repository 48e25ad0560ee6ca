using System.Buffers;
using System.IO.Compression;

namespace Containerize.Layers;

/// <summary>One block of a layer as gzip members (RFC 1952) of its own: equal blocks give equal members, whatever is around them.</summary>
internal static class GzipMember
{
    /// <summary>RFC 1952 names the file system in byte 9; 255 is "unknown". Zlib writes the host's, which would show in the digest.</summary>
    private const int OsOffset = 9;
    private const byte UnknownOs = 255;

    /// <summary>What is looked at on its own: parts in a row that compress make one member, those that do not another.</summary>
    private const int PartSize = 64 * 1024;

    /// <summary>.NET writes nothing at all for no input; a reader wants a member.</summary>
    private static readonly byte[] Empty = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, UnknownOs, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly ZLibCompressionOptions Store = new() { CompressionLevel = 0 };
    private static readonly ZLibCompressionOptions Fastest = new() { CompressionLevel = 1 };

    /// <param name="options">How hard to try; parts that a quick look finds to be incompressible are stored whatever they say.</param>
    public static PooledBuffer Compress(ReadOnlySpan<byte> block, ZLibCompressionOptions options)
    {
        var members = new PooledBuffer(block.Length + 1024);
        if (block.IsEmpty)
        {
            members.Write(Empty);
        }

        while (!block.IsEmpty)
        {
            var isNoise = IsNoise(Part(block, 0));
            var length = Part(block, 0).Length;
            while (length < block.Length && IsNoise(Part(block, length)) == isNoise)
            {
                length += Part(block, length).Length;
            }

            var start = members.Length;
            Deflate(block[..length], isNoise ? Store : options, members);
            members.Written[start + OsOffset] = UnknownOs;
            block = block[length..];
        }

        return members;
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> block, int start) => block.Slice(start, Math.Min(PartSize, block.Length - start));

    private static void Deflate(ReadOnlySpan<byte> content, ZLibCompressionOptions options, PooledBuffer output)
    {
        using var gzip = new GZipStream(new BufferWriterStream(output), options);
        gzip.Write(content);
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
