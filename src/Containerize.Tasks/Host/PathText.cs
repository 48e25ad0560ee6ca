namespace Containerize.Host;

/// <summary>Paths that are written on one system and read on another.</summary>
internal static class PathText
{
    /// <summary>A path that MSBuild or NuGet reads, for this machine: outside of Windows both take a backslash for a slash.</summary>
    public static string ToLocal(string path) => OperatingSystem.IsWindows() ? path : ToSlashes(path);

    /// <summary>A path that has slashes on every machine, as those in images and Dockerfiles.</summary>
    public static string ToSlashes(string path) => path.Replace('\\', '/');

    /// <summary>Each once, in an order that is the same on every machine.</summary>
    public static string[] Sort(IEnumerable<string> paths) => [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The path of a file below a folder, as MSBuild's items have it, with slashes and none before it.</summary>
    public static string ToRelative(string path) => ToSlashes(path).TrimStart('/');
}
