using System.Text;

namespace Containerize.Explaining.Packages;

/// <summary>
/// dpkg's lists of the files of a package: <c>var/lib/dpkg/info/libc6:amd64.list</c> with an absolute path in each line, and in images without dpkg
/// (distroless) <c>var/lib/dpkg/status.d/libc6.md5sums</c> with a sum before each relative one.
/// </summary>
internal static class DebianList
{
    private const string Lists = "var/lib/dpkg/info/";
    private const string Sums = "var/lib/dpkg/status.d/";

    public static bool Is(string path)
        => (path.StartsWith(Lists, StringComparison.Ordinal) && path.EndsWith(".list", StringComparison.Ordinal))
            || (path.StartsWith(Sums, StringComparison.Ordinal) && path.EndsWith(".md5sums", StringComparison.Ordinal));

    /// <param name="own">Told the path of a file and the package's name.</param>
    public static void Read(string path, ReadOnlySpan<byte> content, Action<string, string> own)
    {
        var package = Path.GetFileNameWithoutExtension(path).Split(':')[0];
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var file = path.StartsWith(Sums, StringComparison.Ordinal) ? line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim() : line;
            own(file.TrimStart('/'), package);
        }
    }
}
