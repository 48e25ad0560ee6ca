namespace Containerize.Layering;

/// <summary>
/// The folders in which NuGet keeps packages, each below its id and version in lower case (docs: "Managing the global packages folder"). Native libraries,
/// models and tools often come by a package's own targets, and no item says whose they are.
/// </summary>
/// <param name="paths">Absolute paths.</param>
internal sealed class PackageFolders(IReadOnlyList<string> paths)
{
    private readonly string[] roots = [.. paths.Select(path => Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar)];

    /// <param name="file">Absolute path.</param>
    /// <returns>Null where the file is no package's.</returns>
    public FileOrigin.Package? FindOwner(string file)
    {
        var root = roots.FirstOrDefault(root => file.StartsWith(root, StringComparison.OrdinalIgnoreCase));
        var parts = root is null ? [] : file[root.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return parts is [{ Length: > 0 } id, { Length: > 0 } version, _, ..]
            ? new FileOrigin.Package(id, version)
            : null;
    }
}
