using Containerize.Oci;

namespace Containerize.Images;

/// <summary>Names in an OCI image layout (image-layout.md), whether it is a folder or lies in an archive.</summary>
internal static class ImageLayout
{
    /// <summary>The file that tells a layout from any other folder.</summary>
    public const string MarkerName = "oci-layout";

    public const string IndexName = "index.json";

    private const string Blobs = "blobs/sha256/";

    public static ReadOnlySpan<byte> Marker => """{"imageLayoutVersion":"1.0.0"}"""u8;

    /// <summary>With slashes.</summary>
    public static string PathOf(Digest digest) => Blobs + digest.Hex;

    /// <summary>The digest that a path names; null where it is no blob's.</summary>
    /// <param name="path">With slashes.</param>
    public static Digest? FindDigest(string path)
        => path.StartsWith(Blobs, StringComparison.Ordinal) && Digest.TryParse("sha256:" + path[Blobs.Length..], out var digest) ? digest : null;
}
