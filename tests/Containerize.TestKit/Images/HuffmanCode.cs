namespace Containerize.TestKit.Images;

/// <summary>A code of deflate (RFC 1951, section 3.2.2), made of the length that each symbol has in it; 0 is a symbol that does not occur.</summary>
internal sealed class HuffmanCode
{
    /// <summary>How many values the bits of the longest code have.</summary>
    public const int Size = 1 << MostBits;

    private const int MostBits = 15;

    private readonly (ushort Symbol, byte Length)[] found = new (ushort, byte)[Size];

    public HuffmanCode(ReadOnlySpan<byte> lengths)
    {
        var code = 0;
        for (var length = 1; length <= MostBits; length++, code <<= 1)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    Add((ushort)symbol, code++, length);
                }
            }
        }
    }

    /// <param name="bits">The next ones, the first of them lowest; 0 where there are no more.</param>
    /// <exception cref="InvalidDataException">They begin no symbol.</exception>
    public (int Symbol, int Length) Find(int bits)
        => found[bits] is { Length: > 0 } symbol ? symbol : throw new InvalidDataException("bits that are no symbol");

    /// <summary>A code comes with its highest bit first, so it is turned round; what follows it may be anything.</summary>
    private void Add(ushort symbol, int code, int length)
    {
        var turned = 0;
        for (var bit = 0; bit < length; bit++)
        {
            turned |= ((code >> bit) & 1) << (length - 1 - bit);
        }

        for (var bits = turned; bits < Size; bits += 1 << length)
        {
            found[bits] = (symbol, (byte)length);
        }
    }
}
