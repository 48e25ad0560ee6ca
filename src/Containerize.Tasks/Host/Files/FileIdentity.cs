using System.Runtime.InteropServices;

namespace Containerize.Host.Files;

/// <summary>
/// What the file system says of a file's history. The time of the last write can be set, and is: copying keeps it, and packages carry made-up ones.
/// The time of the last change of any kind is the kernel's own and cannot be, so a file that is the same in all of these was not written to.
/// </summary>
/// <param name="Inode">The file's number in its file system.</param>
/// <param name="Changed">Nanoseconds since the epoch of the last change to content or metadata (ctime).</param>
internal sealed partial record FileIdentity(ulong Device, ulong Inode, long Size, long Written, long Changed)
{
    private const int CurrentDirectory = -100; // AT_FDCWD; paths are absolute, so it is never used
    private const uint BasicStats = 0x7ff;
    private const int TypeBits = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>Null where the system has no such call (only Linux is asked), or the file is gone.</summary>
    /// <param name="path">Absolute.</param>
    public static FileIdentity? Read(string path) => Ask(path) is { } found
        ? new FileIdentity(
            ((ulong)found.DeviceMajor << 32) | found.DeviceMinor,
            found.Inode,
            (long)found.Size,
            found.Modified.Nanoseconds,
            found.Changed.Nanoseconds)
        : null;

    /// <summary>Whether it is a pipe, a socket or a device, as far as the system tells: to read one may never end.</summary>
    /// <param name="path">Absolute; not of a folder. Links are followed.</param>
    public static bool IsSpecial(string path) => Ask(path) is { } found && (found.Mode & TypeBits) != Regular;

    private static Answer? Ask(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            return Statx(CurrentDirectory, path, 0, BasicStats, out var found) == 0 ? found : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out Answer answer);

    /// <summary>struct statx_timestamp (linux/stat.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Timestamp
    {
        public long Seconds;
        public uint Fraction;
        public int Reserved;

        public readonly long Nanoseconds => (Seconds * 1_000_000_000) + Fraction;
    }

    /// <summary>struct statx (linux/stat.h), the same on every architecture.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Answer
    {
        public uint Mask;
        public uint BlockSize;
        public ulong Attributes;
        public uint Links;
        public uint User;
        public uint Group;
        public ushort Mode;
        public ushort Reserved;
        public ulong Inode;
        public ulong Size;
        public ulong Blocks;
        public ulong AttributesMask;
        public Timestamp Accessed;
        public Timestamp Born;
        public Timestamp Changed;
        public Timestamp Modified;
        public uint SpecialMajor;
        public uint SpecialMinor;
        public uint DeviceMajor;
        public uint DeviceMinor;
    }
}
