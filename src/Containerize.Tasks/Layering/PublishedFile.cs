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

    /// <summary>Where a symbolic link leads, relative to its folder, <c>/</c> between parts; null for a file.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>For a folder that is to be there for somebody: whose it is.</summary>
    public FolderOwner? Folder { get; init; }

    /// <summary>Whether the user's rule decided on its layer, and not where it comes from. The planner says so.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Whether web servers may tell browsers the file's version by its time.</summary>
    public bool IsDatedByContent { get; init; }
}
