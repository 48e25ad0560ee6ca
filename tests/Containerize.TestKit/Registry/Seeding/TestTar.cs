using System.Formats.Tar;
using System.Text;

namespace Containerize.TestKit.Registry.Seeding;

/// <summary>Small layers, written down as a list of paths: <c>TestTar.Of(("etc/", null), ("etc/passwd", "root…"))</c>.</summary>
public static class TestTar
{
    /// <param name="entries">A path ending in <c>/</c> is a directory, any other a file with its text.</param>
    public static byte[] Of(params (string Path, string? Content)[] entries)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (path, content) in entries)
            {
                var directory = path.EndsWith('/');
                var entry = new UstarTarEntry(directory ? TarEntryType.Directory : TarEntryType.RegularFile, path)
                {
                    Mode = (UnixFileMode)(directory ? 0b111_101_101 : 0b110_100_100),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                };
                if (!directory)
                {
                    entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content ?? string.Empty));
                }

                writer.WriteEntry(entry);
            }
        }

        return tar.ToArray();
    }
}
