using System.Buffers.Binary;

namespace Containerize.Layers;

/// <summary>
/// The CRC-32 that gzip has (RFC 1952, section 8), also that of two pieces in a row from those of each. .NET has the one in a package only, the other
/// nowhere.
/// </summary>
internal static class Crc32
{
    /// <summary>In both, the first bit of a byte is its lowest: the polynomial as it is written in the RFC's table.</summary>
    private const uint Polynomial = 0xEDB88320;

    /// <summary>The polynomial 1; x is one bit to the right of it.</summary>
    private const uint One = 1u << 31;

    /// <summary>x to the power of 2^n, modulo the polynomial. From n = 32 on they come again.</summary>
    private static readonly uint[] Powers = CreatePowers();

    /// <summary>How many bytes are taken at once.</summary>
    private const int Stride = sizeof(ulong);

    /// <summary>What each of the 256 values of a byte makes of the CRC; 256 further on for each byte that comes behind it.</summary>
    private static readonly uint[] Table = CreateTable();

    /// <summary>The CRC of what had another and has more now.</summary>
    /// <param name="crc">0 of nothing.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> more)
    {
        var table = Table;
        crc = ~crc;
        for (; more.Length >= Stride; more = more[Stride..])
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(more) ^ crc;
            crc = table[0x700 + (byte)eight] ^ table[0x600 + (byte)(eight >> 8)] ^ table[0x500 + (byte)(eight >> 16)] ^ table[0x400 + (byte)(eight >> 24)]
                ^ table[0x300 + (byte)(eight >> 32)] ^ table[0x200 + (byte)(eight >> 40)] ^ table[0x100 + (byte)(eight >> 48)] ^ table[(byte)(eight >> 56)];
        }

        foreach (var value in more)
        {
            crc = (crc >> 8) ^ table[(byte)(crc ^ value)];
        }

        return ~crc;
    }

    /// <summary>The CRC of two pieces in a row.</summary>
    /// <param name="first">That of the first; 0 where there is none.</param>
    /// <param name="second">That of the second.</param>
    /// <param name="secondLength">How many bytes the second has. What comes behind the first multiplies it by x^8 for each.</param>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        var shift = One;
        var n = 3;
        for (var rest = (ulong)secondLength; rest != 0; rest >>= 1, n++)
        {
            if ((rest & 1) != 0)
            {
                shift = Multiply(shift, Powers[n % Powers.Length]);
            }
        }

        return Multiply(shift, first) ^ second;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[Stride * 256];
        for (var i = 0; i < table.Length; i++)
        {
            var shifted = i < 256 ? (uint)i : table[i - 256];
            for (var bit = 0; bit < 8; bit++)
            {
                shifted = (shifted >> 1) ^ ((shifted & 1) * Polynomial);
            }

            table[i] = shifted;
        }

        return table;
    }

    private static uint[] CreatePowers()
    {
        var powers = new uint[32];
        powers[0] = One >> 1;
        for (var n = 1; n < powers.Length; n++)
        {
            powers[n] = Multiply(powers[n - 1], powers[n - 1]);
        }

        return powers;
    }

    /// <summary>As polynomials over one bit, modulo the polynomial.</summary>
    private static uint Multiply(uint left, uint right)
    {
        var product = 0u;
        for (var bit = One; bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
            }

            right = (right >> 1) ^ ((right & 1) * Polynomial);
        }

        return product;
    }
}
