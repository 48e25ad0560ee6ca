using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Containerize.Layers;

/// <summary>
/// Which blocks a compressed layer is made of: for each the hash of its content and the length of its compressed bytes, in order. In bytes:
/// 32 of SHA-256 and 4 of length (little-endian), again and again.
/// </summary>
internal sealed class BlockTable
{
    private const int RowSize = SHA256.HashSizeInBytes + sizeof(int);

    private readonly ArrayBufferWriter<byte> rows = new();

    public void Add(EncodedBlock block)
    {
        var row = rows.GetSpan(RowSize);
        block.Hash.CopyTo(row);
        BinaryPrimitives.WriteInt32LittleEndian(row[SHA256.HashSizeInBytes..], block.Bytes.Length);
        rows.Advance(RowSize);
    }

    public byte[] ToBytes() => rows.WrittenSpan.ToArray();

    /// <summary>Where in the layer each content is found; null when the bytes are no table.</summary>
    public static Dictionary<string, (long Offset, int Length)>? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % RowSize != 0)
        {
            return null;
        }

        var places = new Dictionary<string, (long, int)>(bytes.Length / RowSize, StringComparer.Ordinal);
        var offset = 0L;
        for (; bytes.Length > 0; bytes = bytes[RowSize..])
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[SHA256.HashSizeInBytes..]);
            places.TryAdd(Convert.ToHexStringLower(bytes[..SHA256.HashSizeInBytes]), (offset, length));
            offset += length;
        }

        return places;
    }
}
