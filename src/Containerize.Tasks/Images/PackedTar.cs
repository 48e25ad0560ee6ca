using System.IO.Compression;
using Containerize.Oci;

namespace Containerize.Images;

/// <summary>
/// A layer as the tar that is in it. Builders save layers as tars, or as they lie in a store that keeps them compressed (containerd's), and
/// the first bytes tell which: Docker's <c>manifest.json</c>, which names the files, does not.
/// </summary>
internal static class PackedTar
{
    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    private static ReadOnlySpan<byte> Zstd => [0x28, 0xb5, 0x2f, 0xfd];

    /// <param name="layer">At its first byte, and able to seek; there again afterwards.</param>
    /// <returns>One of OCI's three for layers.</returns>
    public static string MediaTypeOf(Stream layer)
    {
        Span<byte> start = stackalloc byte[4];
        start = start[..layer.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        layer.Position = 0;
        if (start.StartsWith(Gzip))
        {
            return MediaTypes.OciLayerGzip;
        }

        return start.StartsWith(Zstd) ? MediaTypes.OciLayerZstd : MediaTypes.OciLayer;
    }

    /// <summary>Reading what is returned fails with <see cref="InvalidDataException"/> where the bytes are not of that type.</summary>
    /// <param name="layer">Disposed of with what is returned.</param>
    /// <param name="mediaType">OCI's or Docker's name of it.</param>
    /// <returns>The layer itself where it is not compressed.</returns>
    public static Stream Unpack(Stream layer, string mediaType)
    {
        if (mediaType.EndsWith("zstd", StringComparison.Ordinal))
        {
            return new ZstdTar(layer);
        }

        return mediaType.EndsWith("gzip", StringComparison.Ordinal) ? new GZipStream(layer, CompressionMode.Decompress) : layer;
    }
}
