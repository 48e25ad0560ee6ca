using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Containerize.Layers;

/// <summary>One block of a layer as a gzip member (RFC 1952) of its own: equal blocks give equal members, whatever is around them.</summary>
internal static class GzipMember
{
    /// <summary>RFC 1952 names the file system in byte 9; 255 is "unknown". Zlib writes the host's, which would show in the digest.</summary>
    private const int OsOffset = 9;
    private const byte UnknownOs = 255;

    private const int SampleSize = 4096;
    private const int Samples = 4;

    /// <summary>.NET writes nothing at all for no input; a reader wants a member.</summary>
    private static readonly byte[] Empty = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, UnknownOs, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly ZLibCompressionOptions Store = new() { CompressionLevel = 0 };
    private static readonly ZLibCompressionOptions Fastest = new() { CompressionLevel = 1 };

    /// <param name="options">How hard to try; a block that a quick look finds to be incompressible is stored whatever they say.</param>
    public static ArrayBufferWriter<byte> Of(ReadOnlySpan<byte> block, ZLibCompressionOptions options)
    {
        if (block.IsEmpty)
        {
            var nothing = new ArrayBufferWriter<byte>(Empty.Length);
            nothing.Write(Empty);
            return nothing;
        }

        var member = Deflate(block, IsIncompressible(block) ? Store : options);
        MemoryMarshal.AsMemory(member.WrittenMemory).Span[OsOffset] = UnknownOs;
        return member;
    }

    private static ArrayBufferWriter<byte> Deflate(ReadOnlySpan<byte> block, ZLibCompressionOptions options)
    {
        var member = new ArrayBufferWriter<byte>((block.Length / 2) + 256);
        using (var gzip = new GZipStream(new BufferWriterStream(member), options))
        {
            gzip.Write(block);
        }

        return member;
    }

    /// <summary>
    /// Pictures, archives and encrypted files gain nothing from compression and cost the most time. A few samples, compressed in the
    /// quickest way, tell; they are taken at fixed places, so that the answer is the same every time.
    /// </summary>
    private static bool IsIncompressible(ReadOnlySpan<byte> block)
    {
        if (block.Length < SampleSize * Samples * 2)
        {
            return false;
        }

        Span<byte> sample = stackalloc byte[SampleSize * Samples];
        var step = (block.Length - SampleSize) / (Samples - 1);
        for (var i = 0; i < Samples; i++)
        {
            block.Slice(i * step, SampleSize).CopyTo(sample[(i * SampleSize)..]);
        }

        return Deflate(sample, Fastest).WrittenCount > sample.Length * 98L / 100;
    }
}
