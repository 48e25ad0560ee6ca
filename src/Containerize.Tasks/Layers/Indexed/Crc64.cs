using System.Buffers.Binary;

namespace Containerize.Layers.Indexed;

/// <summary>CRC-64 with the polynomial of ISO 3309, as Go's <c>hash/crc64</c> computes it and tar-split notes it of each file.</summary>
internal static class Crc64
{
    private const ulong Polynomial = 0xD800000000000000;

    private static readonly ulong[] Tables = CreateTables();

    /// <param name="crc">Of what came before; 0 of nothing.</param>
    public static ulong Append(ulong crc, ReadOnlySpan<byte> content)
    {
        var tables = Tables;
        crc = ~crc;
        for (; content.Length >= sizeof(ulong); content = content[sizeof(ulong)..])
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(content);
            crc = tables[(7 * 256) + (byte)crc]
                ^ tables[(6 * 256) + (byte)(crc >> 8)]
                ^ tables[(5 * 256) + (byte)(crc >> 16)]
                ^ tables[(4 * 256) + (byte)(crc >> 24)]
                ^ tables[(3 * 256) + (byte)(crc >> 32)]
                ^ tables[(2 * 256) + (byte)(crc >> 40)]
                ^ tables[256 + (byte)(crc >> 48)]
                ^ tables[crc >> 56];
        }

        foreach (var value in content)
        {
            crc = tables[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>Eight tables of 256: what a byte does to the sum, with none to seven bytes behind it.</summary>
    private static ulong[] CreateTables()
    {
        var tables = new ulong[8 * 256];
        for (var i = 0; i < 256; i++)
        {
            var crc = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var before = tables[i - 256];
            tables[i] = tables[(byte)before] ^ (before >> 8);
        }

        return tables;
    }
}
