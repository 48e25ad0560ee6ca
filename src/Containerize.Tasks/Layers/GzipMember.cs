using System.Buffers.Binary;
using System.IO.Compression;
using Containerize.Host.Files;

namespace Containerize.Layers;

/// <summary>
/// What is in a file that is one gzip member (RFC 1952) and nothing else. .NET's own stream takes members one after another for one, and so
/// would take over a layer that others read the beginning of. What is no such file is <see cref="InvalidDataException"/>, some of it at the end only.
/// </summary>
internal sealed class GzipMember : ReadOnlyStream
{
    /// <summary>CRC-32 and length, little-endian.</summary>
    private const int TrailerSize = 2 * sizeof(uint);

    private readonly Stream file;
    private readonly DeflatePart packed;
    private readonly DeflateStream content;
    private uint crc;
    private long length;

    /// <param name="file">At its first byte, of known length; disposed of with this.</param>
    /// <param name="head">The only header that is taken.</param>
    public GzipMember(Stream file, ReadOnlySpan<byte> head)
    {
        this.file = file;
        Span<byte> start = stackalloc byte[head.Length];
        var isHead = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(head);
        packed = new DeflatePart(file, isHead ? Math.Max(0, file.Length - head.Length - TrailerSize) : 0);
        content = new DeflateStream(packed, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        if (read > 0)
        {
            crc = Crc32.Append(crc, buffer[..read]);
            length += read;
        }
        else if (!buffer.IsEmpty && !EndsAsItSays())
        {
            throw new InvalidDataException("This is no gzip member of ours, or there is something behind it.");
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool EndsAsItSays()
    {
        if (!packed.IsUsedUp)
        {
            return false;
        }

        Span<byte> trailer = stackalloc byte[TrailerSize];
        file.Position = file.Length - TrailerSize;
        file.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer) == crc
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]) == unchecked((uint)length);
    }
}
