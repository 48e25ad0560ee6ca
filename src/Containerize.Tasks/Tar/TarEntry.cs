namespace Containerize.Tar;

/// <summary>
/// One entry of a tar stream. Owner and group are 0 and the time is <see cref="TarEntry.Time"/> unless the image itself wants others: nothing of the
/// host gets in.
/// </summary>
/// <param name="Path">Relative, with <c>/</c> between parts; a directory ends in <c>/</c>.</param>
/// <param name="Mode">Permission bits only, for example octal 0644.</param>
/// <param name="Size">Bytes of content that follow the header; 0 for a directory or a link.</param>
internal readonly record struct TarEntry(string Path, int Mode, long Size)
{
    public const int DirectoryMode = 0b111_101_101;
    public const int FileMode = 0b110_100_100;
    public const int ExecutableMode = 0b111_101_101;
    public const int LinkMode = 0b111_111_111;

    /// <summary>
    /// The one time that every entry has: 1980-01-02T00:00:00Z. Not the epoch, because zip files cannot say a time before 1980
    /// and programs that zip their own files would fail; the second of January, so that it is 1980 in every time zone.
    /// </summary>
    public static readonly DateTimeOffset Time = new(1980, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The number of the owner.</summary>
    public long User { get; init; }

    /// <summary>The number of the group.</summary>
    public long Group { get; init; }

    /// <summary>Null: <see cref="Time"/>.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Where a symbolic link leads, relative to its folder; null for what is none.</summary>
    public string? LinkTarget { get; init; }

    public bool IsDirectory => Path.EndsWith('/');

    public static TarEntry Directory(string path) => new(path.EndsWith('/') ? path : path + "/", DirectoryMode, 0);

    public static TarEntry Link(string path, string target) => new(path, LinkMode, 0) { LinkTarget = target };

    public static TarEntry File(string path, long size, bool executable = false) => new(path, executable ? ExecutableMode : FileMode, size);
}
