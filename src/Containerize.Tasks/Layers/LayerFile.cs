using Containerize.Tar;

namespace Containerize.Layers;

/// <summary>A file as it goes into a layer; or a link, or a folder that is said to be somebody's.</summary>
/// <param name="Path">Where it lies in the image, relative to the root, <c>/</c> between parts: <c>app/Shop.dll</c>.</param>
/// <param name="Source">Absolute path on this machine.</param>
/// <param name="Size">Bytes, as seen when the layer was planned; another size when it is read is an error. 0 for a link or a folder.</param>
internal sealed record LayerFile(string Path, string Source, long Size, bool Executable)
{
    /// <summary>The folder, relative to the root, that is not ours, nor is any above it: the layer says nothing of them. Empty: only the root is not.</summary>
    public string Above { get; init; } = string.Empty;

    /// <summary>Where a symbolic link leads, relative to its folder; null for what is none.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>For a folder: whose it is. <see cref="Path"/> ends in no slash.</summary>
    public FileRights? Folder { get; init; }

    /// <summary>For a file that is not root's, or not as others are: whose it is, and what may be done with it.</summary>
    public FileRights? Rights { get; init; }

    /// <summary>Whether its time is made of its content (<see cref="ContentTime"/>).</summary>
    public bool IsDatedByContent { get; init; }

    /// <summary>Whether it is written at every publish: what the file system says of it tells nothing.</summary>
    public bool IsWritten { get; init; }

    public bool HasContent => LinkTarget is null && Folder is null;

    /// <summary>The folders around it that the layer says something of, the innermost first.</summary>
    /// <returns>Relative to the root, with a slash at the end: <c>app/data/</c>, <c>app/</c>.</returns>
    public IEnumerable<string> ListFolders()
    {
        for (var slash = Path.LastIndexOf('/'); slash > Above.Length; slash = Path.LastIndexOf('/', slash - 1))
        {
            yield return Path[..(slash + 1)];
        }
    }
}
