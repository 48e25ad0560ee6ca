using System.Text;

namespace Containerize.Explaining.Packages;

/// <summary>What apk has installed: lines of a letter and a value. P is a package, V its version, F a folder, R a file in it.</summary>
internal static class AlpineDatabase
{
    public static bool Is(string path) => path is "lib/apk/db/installed" or "usr/lib/apk/db/installed";

    /// <param name="own">Told the path of a file, and the package's name and version.</param>
    public static void Read(ReadOnlySpan<byte> content, Action<string, string, string> own)
    {
        var (name, version, folder) = (string.Empty, string.Empty, string.Empty);
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n').Where(line => line.Length > 2 && line[1] == ':'))
        {
            var value = line[2..];
            switch (line[0])
            {
                case 'P':
                    (name, folder) = (value, string.Empty);
                    break;
                case 'V':
                    version = value;
                    break;
                case 'F':
                    folder = value.Trim('/');
                    break;
                case 'R':
                    own(folder.Length == 0 ? value : $"{folder}/{value}", name, version);
                    break;
            }
        }
    }
}
