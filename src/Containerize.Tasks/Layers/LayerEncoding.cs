using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>How layers are compressed, with a name that is the same exactly when the compressed bytes are.</summary>
internal sealed class LayerEncoding
{
    /// <summary>
    /// Measured on published assemblies in 256 KiB members: level 4 is 1 % larger than 6 at a third more speed; 9 is 1 % smaller at half the
    /// speed; members of their own cost 0.2 % over one stream.
    /// </summary>
    public const int DefaultLevel = 4;

    private readonly Lazy<string> id;

    private LayerEncoding(int level)
    {
        Level = level;
        id = new Lazy<string>(() => string.Create(CultureInfo.InvariantCulture, $"gzip-{level}-{GzipBlockStream.BlockSize / 1024}k-{Calibrate(level)}"));
    }

    /// <summary>zlib level, 0 to 9.</summary>
    public int Level { get; }

    /// <summary>
    /// Names the encoder. Runtimes ship different zlibs, whose output differs; the last part is a fingerprint of what this one makes
    /// of a fixed text, so that equal names mean equal bytes without a list of versions.
    /// </summary>
    public string Id => id.Value;

    /// <summary>What an image's history says of a layer that this encoder made.</summary>
    public string Maker => $"containerize {Id}";

    public string MediaType { get; } = MediaTypes.OciLayerGzip;

    /// <param name="text">The property ContainerizeCompression: empty, <c>gzip</c> or <c>gzip:0</c> to <c>gzip:9</c>.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static LayerEncoding Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text == "gzip")
        {
            return new LayerEncoding(DefaultLevel);
        }

        if (text.StartsWith("gzip:", StringComparison.Ordinal) && text is [.., var digit and >= '0' and <= '9'] && text.Length == "gzip:".Length + 1)
        {
            return new LayerEncoding(digit - '0');
        }

        throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeCompression: '{Excerpt.Of(text)}' is not a compression. Use gzip, or gzip:LEVEL with a level from 0 (store) to 9 (smallest).");
    }

    private static string Calibrate(int level)
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
        both.AppendData(GzipMember.Of(text, new ZLibCompressionOptions { CompressionLevel = level }).WrittenSpan);
        both.AppendData(GzipMember.Of(text, new ZLibCompressionOptions { CompressionLevel = 1 }).WrittenSpan);
        return Digest.FromHash(both.GetHashAndReset()).Hex[..8];
    }
}
