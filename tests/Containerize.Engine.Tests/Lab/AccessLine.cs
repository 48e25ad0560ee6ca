using System.Text.RegularExpressions;

namespace Containerize.Tests.Engine.Lab;

/// <summary>One request and its answer.</summary>
internal sealed partial record AccessLine(string Method, string Path, int Status)
{
    /// <summary>About a blob: asking for it, sending it, mounting it.</summary>
    public bool IsAboutBlob => Path.Contains("/blobs/", StringComparison.Ordinal);

    /// <summary>Digest of the blob that this request brought; null for all other requests.</summary>
    public string? UploadedBlob => Method == "PUT" && Status == 201 && IsAboutBlob ? DigestOf(Path) : null;

    /// <summary>Digest of the blob that this request took over from another repository; null for all other requests.</summary>
    public string? MountedBlob => Method == "POST" && Status == 201 && Path.Contains("mount=", StringComparison.Ordinal) ? DigestOf(Path) : null;

    private static string? DigestOf(string path) => Digest().Match(Uri.UnescapeDataString(path)) is { Success: true } found ? found.Groups["digest"].Value : null;

    [GeneratedRegex("[?&](digest|mount)=(?<digest>sha256:[0-9a-f]{64})", RegexOptions.ExplicitCapture)]
    private static partial Regex Digest();
}
