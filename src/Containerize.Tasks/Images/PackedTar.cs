using System.IO.Compression;

namespace Containerize.Layers;

/// <summary>
/// A layer's file as the tar that is in it. Builders save layers as tars, or as they lie in a store that keeps them compressed (containerd's), and
/// the first bytes tell which: Docker's <c>manifest.json</c>, which names the files, does not.
/// </summary>
internal static class PackedTar
{
    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    private static ReadOnlySpan<byte> Zstd => [0x28, 0xb5, 0x2f, 0xfd];

    /// <param name="path">Absolute path.</param>
    /// <returns>The file itself where it is not compressed.</returns>
    public static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        Span<byte> start = stackalloc byte[4];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        return start.StartsWith(Gzip) ? new GZipStream(file, CompressionMode.Decompress)
            : start.StartsWith(Zstd) ? new ZstdSharp.DecompressionStream(file, leaveOpen: false)
            : file;
    }

    /// <summary>Whether unpacking failed for what the file holds, and not for the disk.</summary>
    public static bool IsDamage(Exception e) => e is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException;
}
