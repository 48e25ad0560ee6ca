using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>A row of gzip members (RFC 1952, section 2.2: members follow one another), which everything reads.</summary>
internal sealed class GzipEncoding : LayerEncoding
{
    /// <summary>
    /// Measured in 256 KiB members. Published assemblies: level 3 is 2 % larger than 6 at one and a half times the speed, 2 is another 3 % larger,
    /// 9 is 4 % smaller than 6 at half the speed. Text: level 3 is four times as fast as 6, and 3 % larger. Members of their own cost 0.2 %
    /// over one stream.
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

    public override PooledBuffer Encode(ReadOnlySpan<byte> block) => GzipMember.Compress(block, options);

    /// <summary>
    /// Runtimes ship different zlibs, whose output differs: a fingerprint of what this one makes of a fixed text tells them apart without
    /// a list of versions.
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

        // Level 1 as well, since it decides which blocks are stored.
        using var both = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tried in (ReadOnlySpan<int>)[level, 1])
        {
            using var member = GzipMember.Compress(text, new ZLibCompressionOptions { CompressionLevel = tried });
            both.AppendData(member.Written);
        }

        return Digest.FromHash(both.GetHashAndReset()).Hex[..8];
    }
}
