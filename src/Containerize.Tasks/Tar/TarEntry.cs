namespace Containerize.Tar;

/// <summary>One entry of a tar stream. Owner, group and device are always 0 and the time always <see cref="TarEntry.Time"/>: nothing of the host gets in.</summary>
/// <param name="Path">Relative, with <c>/</c> between parts; a directory ends in <c>/</c>.</param>
/// <param name="Mode">Permission bits only, for example octal 0644.</param>
/// <param name="Size">Bytes of content that follow the header; 0 for a directory.</param>
internal readonly record struct TarEntry(string Path, int Mode, long Size)
{
    public const int DirectoryMode = 0b111_101_101;
    public const int FileMode = 0b110_100_100;
    public const int ExecutableMode = 0b111_101_101;

    /// <summary>
    /// The one time that every entry has: 1980-01-02T00:00:00Z. Not the epoch, because zip files cannot say a time before 1980
    /// and programs that zip their own files would fail; the second of January, so that it is 1980 in every time zone.
    /// </summary>
    public static readonly DateTimeOffset Time = new(1980, 1, 2, 0, 0, 0, TimeSpan.Zero);

    public bool IsDirectory => Path.EndsWith('/');

    public static TarEntry Directory(string path) => new(path.EndsWith('/') ? path : path + "/", DirectoryMode, 0);

    public static TarEntry File(string path, long size, bool executable = false) => new(path, executable ? ExecutableMode : FileMode, size);
}
