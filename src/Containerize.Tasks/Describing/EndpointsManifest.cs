using Containerize.Tar;

namespace Containerize.Describing;

/// <summary>
/// ASP.NET Core's list of static files (<c>*.staticwebassets.endpoints.json</c>) carries the time each source file was last written,
/// which differs between two checkouts of one commit. In the image every file has the one fixed time, so that is what the list says there.
/// </summary>
internal static class EndpointsManifest
{
    private const string Suffix = ".staticwebassets.endpoints.json";

    /// <summary>How the SDK writes such an entry; the date after it is always in the 29 characters of RFC 9110's preferred format.</summary>
    private static ReadOnlySpan<byte> Entry => "{\"Name\":\"Last-Modified\",\"Value\":\""u8;

    public static bool IsOne(string relativePath) => relativePath.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>A copy below the intermediate folder whose dates are the image's; the publish output stays as it is.</summary>
    public static FileInfo WithFixedTimes(FileInfo manifest, string relativePath, string intermediateDirectory)
    {
        var bytes = File.ReadAllBytes(manifest.FullName);
        Fix(bytes);
        return IntermediateFile.Write(Path.Join(intermediateDirectory, relativePath), bytes);
    }

    internal static void Fix(Span<byte> json)
    {
        var date = System.Text.Encoding.ASCII.GetBytes(TarEntry.Time.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        while (json.IndexOf(Entry) is var at and >= 0)
        {
            json = json[(at + Entry.Length)..];
            if (json.Length > date.Length && json[date.Length] == (byte)'"')
            {
                date.CopyTo(json);
            }
        }
    }
}
