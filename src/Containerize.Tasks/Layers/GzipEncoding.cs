using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>
/// One gzip member (RFC 1952), which everything reads: a header, blocks of deflate, and a trailer that is put together of what is known of each
/// block. Members one after another are gzip too, but not to all who read layers: some stop behind the first and take a layer of many for its beginning.
/// </summary>
internal sealed class GzipEncoding : LayerEncoding
{
    /// <summary>
    /// Measured in blocks of 256 KiB. Published assemblies: level 3 is 2 % larger than 6 at one and a half times the speed, 2 is another 3 % larger,
    /// 9 is 4 % smaller than 6 at half the speed. Text: level 3 is four times as fast as 6, and 3 % larger. Blocks that know nothing of each
    /// other cost 0.2 % over one stream.
    /// </summary>
    public const int DefaultLevel = 3;

    private readonly ZLibCompressionOptions options;
    private readonly Lazy<string> id;

    /// <param name="level">zlib's levels, 0 (store) to 9.</param>
    public GzipEncoding(int level)
    {
        options = new ZLibCompressionOptions { CompressionLevel = level };
        id = new Lazy<string>(() => string.Create(CultureInfo.InvariantCulture, $"gzip-{level}-{BlockSize / 1024}kf-{TakeFingerprint(level)}"));
    }

    public override string Id => id.Value;

    public override string MediaType => MediaTypes.OciLayerGzip;

    public override int BlockSize => 256 * 1024;

    /// <summary>
    /// No name, no time, no flags. The last byte names the file system, and 255 is "unknown": zlib writes the host's, which would show in the digest.
    /// </summary>
    public override ReadOnlySpan<byte> Head => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>Blocks do not say that they are the last, so an empty one that does comes behind them (RFC 1951, section 3.2.6).</summary>
    private static ReadOnlySpan<byte> FinalBlock => [3, 0];

    public override EncodedBlock Encode(ReadOnlySpan<byte> block) => DeflateBlock.Compress(block, options);

    public override byte[] CreateTail(BlockSum sum)
    {
        var tail = new byte[FinalBlock.Length + (2 * sizeof(uint))];
        FinalBlock.CopyTo(tail);
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(FinalBlock.Length), sum.Crc);
        // Modulo 2^32, as the RFC wants it of longer content.
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(FinalBlock.Length + sizeof(uint)), unchecked((uint)sum.Length));
        return tail;
    }

    public override Stream Unpack(Stream blob) => new GzipMember(blob, Head);

    /// <summary>
    /// Runtimes ship different zlibs, whose output differs: a fingerprint of the layer that this one makes of a fixed text tells them apart
    /// without a list of versions. What is around blocks is in it too, so whoever changes that changes the name.
    /// </summary>
    private static string TakeFingerprint(int level)
    {
        var text = new byte[16 * 1024];
        var state = 1u;
        for (var i = 0; i < text.Length; i++)
        {
            // A small linear congruential generator, coarse enough to leave repetitions for the matcher to find.
            state = (state * 1664525) + 1013904223;
            text[i] = (byte)('a' + (state >> 29) + (i % 7 == 0 ? 8 : 0));
        }

        // Level 1 as well, since it decides which blocks are stored, and 0, which stores them.
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tried in (ReadOnlySpan<int>)[level, 1, 0])
        {
            var encoding = new GzipEncoding(tried);
            var block = encoding.Encode(text);
            using var bytes = block.Bytes;
            all.AppendData(encoding.Head);
            all.AppendData(bytes.Written);
            all.AppendData(encoding.CreateTail(block.Sum));
        }

        return Digest.FromHash(all.GetHashAndReset()).Hex[..8];
    }
}
