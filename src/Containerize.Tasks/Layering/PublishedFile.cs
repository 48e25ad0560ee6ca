using Containerize.Tar;

namespace Containerize.Layering;

/// <summary>A file of the publish output.</summary>
/// <param name="RelativePath">Below the publish directory, <c>/</c> between parts. One that begins with <c>/</c> is a path in the image.</param>
/// <param name="Source">Absolute path of the bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Executable">Whether containers may run it.</param>
internal sealed record PublishedFile(string RelativePath, string Source, long Size, bool Executable, FileOrigin Origin)
{
    /// <summary>Rewritten by a linker or compiler that saw the whole app, so that it changes whenever the app does.</summary>
    public bool ChangesWithApp { get; init; }

    /// <summary>Tells of the static files, and so changes with them: it lies where they do, if there are any.</summary>
    public bool ListsAssets { get; init; }

    /// <summary>Where a symbolic link leads, relative to its folder, <c>/</c> between parts; null for a file.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Whether it is a folder that the image is to have, and no file.</summary>
    public bool IsFolder => Origin is FileOrigin.Volume or FileOrigin.Folder;

    /// <summary>For a folder that is to be there for somebody: whose it is.</summary>
    public FileRights? Folder { get; init; }

    /// <summary>For a file: whose it is and what may be done with it, where that is not the usual.</summary>
    public FileRights? Rights { get; init; }

    /// <summary>Whose it is to be, as USER names it, or <see cref="FileOwner.App"/>; null: root's.</summary>
    public string? Owner { get; init; }

    /// <summary>Permission bits; null: the usual ones.</summary>
    public int? Mode { get; init; }

    /// <summary>
    /// Absolute path of the folder in the image that the file is put into, or one above it: for what lies outside of the working directory, or is
    /// not root's. Null for other files, which lie where the app does.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>The layer that the item which brought it asks for; null for a file of the publish.</summary>
    public LayerClass? Layer { get; init; }

    /// <summary>Whether the user's rule decided on its layer, and not where it comes from. The planner says so.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Whether a target of the publish writes it each time.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Whether web servers may tell browsers the file's version by its time.</summary>
    public bool IsDatedByContent { get; init; }

    /// <returns>Bytes of all.</returns>
    public static long SizeOf(IEnumerable<PublishedFile> files)
    {
        var size = 0L;
        foreach (var file in files)
        {
            size += file.Size;
        }

        return size;
    }
}
