namespace Containerize.Tar;

/// <summary>Whose a folder is, by numbers.</summary>
/// <param name="Mode">Permission bits, set-id and sticky ones included.</param>
internal sealed record FolderOwner(long User, long Group, int Mode)
{
    /// <summary>Root's, and open to everybody: what engines make of a folder that a layer takes for granted.</summary>
    public static readonly FolderOwner Usual = new(0, 0, TarEntry.DirectoryMode);
}
