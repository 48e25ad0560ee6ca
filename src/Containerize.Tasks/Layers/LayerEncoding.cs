using System.Globalization;
using System.IO.Compression;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>How layers are compressed, with a name that is the same exactly when the compressed bytes are.</summary>
internal sealed class LayerEncoding
{
    public const int DefaultLevel = 6;

    private LayerEncoding(int level)
    {
        Level = level;
        Id = string.Create(CultureInfo.InvariantCulture, $"gzip-{level}-{GzipBlockStream.BlockSize / 1024}k-{Calibrate(level)}");
    }

    /// <summary>zlib level, 0 to 9.</summary>
    public int Level { get; }

    /// <summary>
    /// Names the encoder. Runtimes ship different zlibs, whose output differs; the last part is a fingerprint of what this one makes
    /// of a fixed text, so that equal names mean equal bytes without a list of versions.
    /// </summary>
    public string Id { get; }

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

        var member = GzipBlockStream.Compress(text, new ZLibCompressionOptions { CompressionLevel = level });
        return Digest.Of(member.WrittenSpan).Hex[..8];
    }
}
