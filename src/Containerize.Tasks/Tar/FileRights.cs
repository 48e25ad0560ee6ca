namespace Containerize.Tar;

/// <summary>Whose a file or folder is, by numbers, and what may be done with it.</summary>
/// <param name="Mode">Permission bits, set-id and sticky ones included.</param>
internal sealed record FileRights(long User, long Group, int Mode)
{
    /// <summary>Root's, and open to everybody: what engines make of a folder that a layer takes for granted.</summary>
    public static readonly FileRights Usual = new(0, 0, TarEntry.DirectoryMode);
}
