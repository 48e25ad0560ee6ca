using System.Buffers.Binary;

namespace Containerize.TestKit.Images;

/// <summary>
/// Reads gzip (RFC 1952) as those do who know of one member only, such as composefs and the Rust tools around it: a header, deflate up to its final block, a
/// trailer. Where they would return what they have until now, this fails: the trailer says something else, or bytes come behind it.
/// </summary>
public static class StrictGzip
{
    private const int HeaderSize = 10;
    private const int TrailerSize = 8;

    /// <exception cref="InvalidDataException">It is not one whole member.</exception>
    public static byte[] Read(ReadOnlySpan<byte> member)
    {
        var content = ReadFirst(member, out var used);
        return used == member.Length ? content : throw new InvalidDataException($"the member ends at {used}, and {member.Length - used} bytes come behind it");
    }

    /// <summary>The member that the bytes begin with, whatever comes behind it.</summary>
    /// <param name="used">How many bytes it has.</param>
    /// <exception cref="InvalidDataException">They begin with no member.</exception>
    public static byte[] ReadFirst(ReadOnlySpan<byte> members, out int used)
    {
        if (members.Length < HeaderSize || members is not [0x1f, 0x8b, 8, 0, ..])
        {
            throw new InvalidDataException("no header, or one with fields of its own");
        }

        var content = Inflater.Inflate(members[HeaderSize..], out var deflated);
        used = HeaderSize + deflated + TrailerSize;
        if (members.Length < used)
        {
            throw new InvalidDataException($"the final block ends at {HeaderSize + deflated}, and {members.Length - used + TrailerSize} bytes come behind it; a trailer has {TrailerSize}");
        }

        var trailer = members[(used - TrailerSize)..used];
        var (crc, size) = (BinaryPrimitives.ReadUInt32LittleEndian(trailer), BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
        var actual = CrcOf(content);
        return crc == actual && size == unchecked((uint)content.LongLength)
            ? content
            : throw new InvalidDataException($"the trailer says CRC {crc:x8} of {size} bytes, but the content has {actual:x8} and {content.Length}");
    }

    /// <summary>Bit by bit, as the RFC has it (section 8): slow, and like nothing in the product.</summary>
    public static uint CrcOf(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
