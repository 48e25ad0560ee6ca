using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Containerize.Dockerfiles.Mentions;

/// <summary>
/// What MSBuild takes with a library that is named by its path: the libraries that it needs and that lie beside it, its satellites, its symbols and
/// documentation (ResolveAssemblyReference looks in the folder of each).
/// </summary>
internal static class LibraryNeighbours
{
    private static readonly string[] Related = [".pdb", ".xml", ".pri", ".deps.json", ".dll.config"];

    public static bool IsLibrary(string path) => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <returns>Absolute paths of existing files.</returns>
    public static IEnumerable<string> Find(string library)
    {
        var folder = Path.GetDirectoryName(library)!;
        var name = Path.GetFileNameWithoutExtension(library);
        IEnumerable<string> beside =
        [
            .. Related.Select(ending => Path.Join(folder, name + ending)),
            .. ReadReferences(library).Select(reference => Path.Join(folder, reference + ".dll")),
        ];
        return beside.Where(File.Exists).Concat(FindSatellites(folder, $"{name}.resources.dll"));
    }

    private static IEnumerable<string> FindSatellites(string folder, string name)
        => Directory.EnumerateDirectories(folder).Select(culture => Path.Join(culture, name)).Where(File.Exists);

    private static IReadOnlyList<string> ReadReferences(string library)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(library));
            if (!file.HasMetadata)
            {
                return [];
            }

            var metadata = file.GetMetadataReader();
            return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // A native library, or a file with such a name.
            return [];
        }
    }
}
