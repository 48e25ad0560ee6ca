namespace Containerize.Tasks;

/// <summary>Files and folders that an image is written to, from the paths that people write.</summary>
internal static class OutputPaths
{
    /// <summary>
    /// A path that ends in a separator, is a folder, or has no ending, gets a file named for the repository: the SDK's rule. Who calls the SDK's target
    /// looks for the SDK's name, although what is in the file is not compressed.
    /// </summary>
    /// <param name="written">As it stands in the project.</param>
    /// <param name="path">The same as an absolute path.</param>
    public static string Archive(string written, string path, string repository, bool asSdk)
        => EndsInSeparator(written) || Directory.Exists(path) || (!Path.HasExtension(path) && !File.Exists(path))
            ? Path.Join(path, asSdk ? $"{repository}.tar.gz" : FileName(repository))
            : path;

    /// <summary>A path that ends in a separator gets a folder named for the repository: in one layout images are told apart by their tags only.</summary>
    /// <param name="written">As it stands in the project.</param>
    /// <param name="path">The same as an absolute path.</param>
    public static string Layout(string written, string path, string repository) => EndsInSeparator(written) ? Path.Join(path, NameOnDisk(repository)) : path;

    /// <summary>The file for an archive of a repository's image.</summary>
    public static string FileName(string repository) => NameOnDisk(repository) + ".tar";

    private static bool EndsInSeparator(string path) => path.EndsWith('/') || path.EndsWith('\\');

    private static string NameOnDisk(string repository) => repository.Replace('/', '-');
}
