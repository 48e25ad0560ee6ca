using System.Text.RegularExpressions;

namespace Containerize.Explaining.Packages;

/// <summary>Whose a file is by the folder that it lies in, where package managers keep one for each package.</summary>
internal static partial class PlaceOwner
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>Characters. No file system has longer paths, and the patterns are not meant for them.</summary>
    private const int Longest = 4096;

    /// <summary>.NET's shared frameworks, which call themselves packages in their own list of files.</summary>
    public static Owned? FindFramework(string path) => path.Length <= Longest && DotnetFolder().Match(path) is { Success: true } dotnet
        ? new Owned($"{dotnet.Groups["name"].Value} {dotnet.Groups["version"].Value}", ".NET's shared framework", IsVersioned: true)
        : null;

    /// <returns>Null where the place says nothing.</returns>
    public static Owned? Find(string path)
    {
        if (path.Length > Longest)
        {
            return null;
        }

        if (NodeFolder().Match(path) is { Success: true } node)
        {
            return new Owned(node.Groups["name"].Value, "npm package", IsVersioned: false);
        }

        return PythonFolder().Match(path) is { Success: true } python ? new Owned(python.Groups["name"].Value, "Python package", IsVersioned: false) : null;
    }

    [GeneratedRegex("^(usr/(share|lib|lib64)/|opt/)?dotnet/(shared|host)/(?<name>[^/]+)/(?<version>[^/]+)/", Options)]
    private static partial Regex DotnetFolder();

    [GeneratedRegex("^(.*/)?node_modules/(?<name>(@[^/]+/)?[^/@.][^/]*)/", Options)]
    private static partial Regex NodeFolder();

    [GeneratedRegex("/(site|dist)-packages/(?<name>[^/]+)/", Options)]
    private static partial Regex PythonFolder();
}
