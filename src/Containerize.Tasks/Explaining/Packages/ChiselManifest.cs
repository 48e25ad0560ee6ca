using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Images;

namespace Containerize.Explaining.Packages;

/// <summary>
/// What Ubuntu's chisel cut an image from (<c>var/lib/chisel/manifest.wall</c>): a line of JSON for each package, and for each path with the slices of packages
/// that it is of, <c>libc6_libs</c>; compressed with zstd.
/// </summary>
internal static class ChiselManifest
{
    public static bool Is(string path) => path == "var/lib/chisel/manifest.wall";

    /// <param name="own">Told the path of a file and the package's name.</param>
    /// <param name="found">Told a package's name and version.</param>
    public static void Read(ReadOnlySpan<byte> content, Action<string, string> own, Action<string, string> found)
    {
        using var compressed = new MemoryStream(content.ToArray(), writable: false);
        using var lines = new StreamReader(new ZstdTar(compressed), Encoding.UTF8);
        var left = PackageFacts.LargestRecord;
        try
        {
            while (left > 0 && lines.ReadLine() is { } line)
            {
                left -= line.Length;
                if (JsonNode.Parse(line) is JsonObject entry)
                {
                    Read(entry, own, found);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or InvalidOperationException or FormatException)
        {
            // Somebody else's file of that name, or of another form: it says no more.
        }
    }

    private static void Read(JsonObject entry, Action<string, string> own, Action<string, string> found)
    {
        switch ((string?)entry["kind"])
        {
            case "package" when (string?)entry["name"] is { } name && (string?)entry["version"] is { } version:
                found(name, version);
                break;
            case "path" when (string?)entry["path"] is { } path && entry["slices"] is JsonArray { Count: > 0 } slices && (string?)slices[0] is { } slice:
                own(path.Trim('/'), slice.Split('_')[0]);
                break;
        }
    }
}
