using System.Globalization;
using Containerize.Oci;

namespace Containerize.Storage;

/// <summary>Some content by its digest and its length, as notes carry it: <c>sha256:… 1234</c>.</summary>
internal sealed record SizedDigest(Digest Digest, long Size)
{
    /// <summary>Null for anything else: a note may be torn.</summary>
    public static SizedDigest? Parse(string? text)
        => text?.Split(' ') is [var name, var length]
            && Digest.TryParse(name, out var digest)
            && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? new SizedDigest(digest, size)
                : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Digest} {Size}");
}
