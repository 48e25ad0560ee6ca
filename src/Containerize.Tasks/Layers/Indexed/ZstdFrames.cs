using System.Buffers.Binary;

namespace Containerize.Layers.Indexed;

/// <summary>Finds where the frames of a blob lie (RFC 8878, section 3.1.1), without unpacking one.</summary>
internal static class ZstdFrames
{
    private const uint Magic = 0xFD2FB528;

    private static ReadOnlySpan<byte> SizesOfDictionaryId => [0, 1, 2, 4];

    /// <summary>Those that the blob begins with, up to the first of another kind.</summary>
    /// <param name="blob">At its first byte, and able to seek.</param>
    /// <param name="most">Frames that are longer, in bytes, end the search, as what is no frame does.</param>
    public static IEnumerable<(long Offset, int Length)> Find(Stream blob, int most)
    {
        long offset = 0;
        while (LengthAt(blob, offset, most) is { } length)
        {
            yield return (offset, length);
            offset += length;
        }
    }

    private static int? LengthAt(Stream blob, long offset, int most)
    {
        Span<byte> header = stackalloc byte[5];
        blob.Position = offset;
        if (!Fill(blob, header) || BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
        {
            return null;
        }

        var descriptor = header[4];
        var isSingleSegment = (descriptor & 0x20) != 0;
        var sizeOfContentSize = (descriptor >> 6) switch
        {
            0 => isSingleSegment ? 1 : 0,
            var flag => 1 << flag,
        };
        long length = header.Length + (isSingleSegment ? 0 : 1) + SizesOfDictionaryId[descriptor & 3] + sizeOfContentSize;
        Span<byte> block = stackalloc byte[3];
        for (var isLast = false; !isLast;)
        {
            blob.Position = offset + length;
            if (length > most || !Fill(blob, block))
            {
                return null;
            }

            var field = block[0] | (block[1] << 8) | (block[2] << 16);
            isLast = (field & 1) != 0;
            // A block of the second type repeats one byte as often as its size says.
            length += block.Length + ((field & 6) == 2 ? 1 : field >> 3);
        }

        length += (descriptor & 4) == 0 ? 0 : sizeof(uint);
        return length <= most && offset + length <= blob.Length ? (int)length : null;
    }

    private static bool Fill(Stream blob, Span<byte> buffer) => blob.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
}
