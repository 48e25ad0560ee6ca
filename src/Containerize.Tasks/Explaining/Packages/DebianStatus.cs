using System.Text;

namespace Containerize.Explaining.Packages;

/// <summary>What dpkg has installed (<c>var/lib/dpkg/status</c>, deb-822), in distroless images in a file for each package.</summary>
internal static class DebianStatus
{
    private const string Folder = "var/lib/dpkg/status.d/";

    public static bool Is(string path)
        => path == "var/lib/dpkg/status" || (path.StartsWith(Folder, StringComparison.Ordinal) && !path.EndsWith(".md5sums", StringComparison.Ordinal));

    /// <param name="found">Told a package's name and version.</param>
    public static void Read(ReadOnlySpan<byte> content, Action<string, string> found)
    {
        string? name = null;
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            if (line.StartsWith("Package: ", StringComparison.Ordinal))
            {
                name = line["Package: ".Length..].Trim();
            }
            else if (name is not null && line.StartsWith("Version: ", StringComparison.Ordinal))
            {
                found(name, line["Version: ".Length..].Trim());
            }
        }
    }
}
