using System.Buffers.Binary;

namespace Containerize.TestKit.Images;

/// <summary>
/// Deflate (RFC 1951) unpacked in the plainest way, by nothing that the product uses, and with the one answer that .NET's own stream does not
/// give: where it ended.
/// </summary>
internal ref struct Inflater
{
    private static readonly int[] LengthBases =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly int[] LengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly int[] DistanceBases =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private static readonly int[] OrderOfLengths = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static readonly HuffmanCode FixedLiterals = new(
        [.. Enumerable.Repeat((byte)8, 144), .. Enumerable.Repeat((byte)9, 112), .. Enumerable.Repeat((byte)7, 24), .. Enumerable.Repeat((byte)8, 8)]);

    private static readonly HuffmanCode FixedDistances = new([.. Enumerable.Repeat((byte)5, 30)]);

    private readonly ReadOnlySpan<byte> packed;
    private readonly List<byte> content = [];
    private ulong bits;
    private int bitCount;
    private int next;

    private Inflater(ReadOnlySpan<byte> packed) => this.packed = packed;

    /// <param name="used">How many bytes the stream has, up to the last of its final block.</param>
    /// <exception cref="InvalidDataException">It is no deflate, or has no final block.</exception>
    public static byte[] Inflate(ReadOnlySpan<byte> packed, out int used)
    {
        var inflater = new Inflater(packed);
        for (var isFinal = false; !isFinal;)
        {
            isFinal = inflater.Take(1) == 1;
            inflater.ReadBlock();
        }

        used = inflater.next - (inflater.bitCount / 8);
        return [.. inflater.content];
    }

    private void ReadBlock()
    {
        switch (Take(2))
        {
            case 0:
                ReadStored();
                break;
            case 1:
                ReadCodes(FixedLiterals, FixedDistances);
                break;
            case 2:
                ReadDynamic();
                break;
            default:
                throw new InvalidDataException("a block of no kind");
        }
    }

    private void ReadStored()
    {
        next -= bitCount / 8;
        (bits, bitCount) = (0, 0);
        if (packed.Length - next < 4)
        {
            throw new InvalidDataException("ends in a stored block");
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(packed[next..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(packed[(next + 2)..]) != (ushort)~length || packed.Length - next - 4 < length)
        {
            throw new InvalidDataException("a stored block of another length");
        }

        content.AddRange(packed.Slice(next + 4, length));
        next += 4 + length;
    }

    private void ReadDynamic()
    {
        var (literals, distances, lengths) = (Take(5) + 257, Take(5) + 1, Take(4) + 4);
        var ofLengths = new byte[OrderOfLengths.Length];
        for (var i = 0; i < lengths; i++)
        {
            ofLengths[OrderOfLengths[i]] = (byte)Take(3);
        }

        var code = new HuffmanCode(ofLengths);
        var all = new List<byte>(literals + distances);
        while (all.Count < literals + distances)
        {
            switch (TakeSymbol(code))
            {
                case < 16 and var length:
                    all.Add((byte)length);
                    break;
                case 16 when all.Count > 0:
                    all.AddRange(Enumerable.Repeat(all[^1], 3 + Take(2)));
                    break;
                case 17:
                    all.AddRange(Enumerable.Repeat((byte)0, 3 + Take(3)));
                    break;
                case 18:
                    all.AddRange(Enumerable.Repeat((byte)0, 11 + Take(7)));
                    break;
                default:
                    throw new InvalidDataException("repeats a length that is not there");
            }
        }

        ReadCodes(new HuffmanCode([.. all[..literals]]), new HuffmanCode([.. all[literals..]]));
    }

    private void ReadCodes(HuffmanCode literals, HuffmanCode distances)
    {
        for (int symbol; (symbol = TakeSymbol(literals)) != 256;)
        {
            if (symbol < 256)
            {
                content.Add((byte)symbol);
                continue;
            }

            var length = LengthBases[symbol - 257] + Take(LengthBits[symbol - 257]);
            var far = TakeSymbol(distances);
            var from = content.Count - DistanceBases[far] - Take(Math.Max(0, (far / 2) - 1));
            if (from < 0)
            {
                throw new InvalidDataException("copies from before the beginning");
            }

            for (var i = 0; i < length; i++)
            {
                content.Add(content[from + i]);
            }
        }
    }

    private int TakeSymbol(HuffmanCode code)
    {
        Fill();
        var (symbol, length) = code.Find((int)bits & (HuffmanCode.Size - 1));
        Drop(length);
        return symbol;
    }

    private int Take(int count)
    {
        Fill();
        var value = (int)(bits & ((1ul << count) - 1));
        Drop(count);
        return value;
    }

    private void Fill()
    {
        for (; bitCount <= 56 && next < packed.Length; bitCount += 8)
        {
            bits |= (ulong)packed[next++] << bitCount;
        }
    }

    private void Drop(int count)
    {
        if (count > bitCount)
        {
            throw new InvalidDataException("ends without a final block");
        }

        bits >>= count;
        bitCount -= count;
    }
}
