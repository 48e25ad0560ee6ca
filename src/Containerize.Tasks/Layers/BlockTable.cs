using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Containerize.Layers;

/// <summary>
/// Which blocks a compressed layer is made of: for each the hash of its content, the length of its compressed bytes, and of its content the CRC-32
/// and the length, in order. In bytes: 32 of SHA-256 and three times 4 (little-endian), again and again.
/// </summary>
internal sealed class BlockTable
{
    /// <summary>Says that a table has these rows: there were others, without a sum.</summary>
    public const string Version = "2";

    private const int LengthAt = SHA256.HashSizeInBytes;
    private const int CrcAt = LengthAt + sizeof(int);
    private const int ContentLengthAt = CrcAt + sizeof(uint);
    private const int RowSize = ContentLengthAt + sizeof(int);

    private readonly ArrayBufferWriter<byte> rows = new();

    public void Add(EncodedBlock block)
    {
        var row = rows.GetSpan(RowSize);
        block.Hash.CopyTo(row);
        BinaryPrimitives.WriteInt32LittleEndian(row[LengthAt..], block.Bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(row[CrcAt..], block.Sum.Crc);
        BinaryPrimitives.WriteInt32LittleEndian(row[ContentLengthAt..], checked((int)block.Sum.Length));
        rows.Advance(RowSize);
    }

    public byte[] ToBytes() => rows.WrittenSpan.ToArray();

    /// <summary>Where in the layer each content is found; null when the bytes are no table.</summary>
    /// <param name="start">Where the first block lies: what the layer begins with, in bytes.</param>
    public static Dictionary<string, BlockPlace>? Read(ReadOnlySpan<byte> bytes, int start)
    {
        if (bytes.Length % RowSize != 0)
        {
            return null;
        }

        var places = new Dictionary<string, BlockPlace>(bytes.Length / RowSize, StringComparer.Ordinal);
        long offset = start;
        for (; bytes.Length > 0; bytes = bytes[RowSize..])
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthAt..]);
            var sum = new BlockSum(BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[ContentLengthAt..]));
            places.TryAdd(Convert.ToHexStringLower(bytes[..SHA256.HashSizeInBytes]), new BlockPlace(offset, length, sum));
            offset += length;
        }

        return places;
    }
}
