using Containerize.Diagnostics;
using Containerize.Tar;

namespace Containerize.Layers;

/// <summary>A layer as a folder, for a builder to copy: the files, modes and times that <see cref="LayerTar"/> would write.</summary>
internal static class LayerFolder
{
    /// <param name="folder">Absolute path; created, and expected to be empty.</param>
    /// <param name="below">The folder in the image, relative to its root, that the builder is told to copy to: empty for the root.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileUnreadable"/> or <see cref="ErrorCodes.LayersNotWritten"/>.</exception>
    public static void Write(string folder, string below, IReadOnlyList<LayerFile> files, CancellationToken cancellationToken)
    {
        try
        {
            var folders = new SortedSet<string>(StringComparer.Ordinal) { folder };
            Create(folder, TarEntry.DirectoryMode);
            foreach (var file in files.Where(file => file.Path != below))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var path = folder;
                var inside = below.Length == 0 ? file.Path : file.Path[(below.Length + 1)..];
                // Whose a folder is, the builder is told where it copies.
                foreach (var part in inside.Split('/')[..(file.Folder is null ? ^1 : ^0)])
                {
                    path = Path.Join(path, part);
                    if (folders.Add(path))
                    {
                        Create(path, TarEntry.DirectoryMode);
                    }
                }

                if (file.Folder is { } rights)
                {
                    Create(path, rights.Mode);
                }
                else
                {
                    Write(Path.Join(folder, inside), file);
                }
            }

            // Whatever is written into a folder moves its time, so folders come last, deepest first.
            foreach (var path in folders.Reverse())
            {
                Directory.SetLastWriteTimeUtc(path, TarEntry.Time.UtcDateTime);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.LayersNotWritten, $"Writing the layer folder {folder}: {Excerpt.Of(e.Message)}", e);
        }
    }

    private static void Create(string folder, int mode)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)mode);
        }
    }

    private static void Write(string path, LayerFile file)
    {
        if (file.LinkTarget is { } target)
        {
            File.CreateSymbolicLink(path, target);
            // The link's own time, not that of what it leads to, which need not be there yet.
            File.SetLastWriteTimeUtc(path, TarEntry.Time.UtcDateTime);
            return;
        }

        File.Copy(file.Source, path, overwrite: true);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)(file.Rights?.Mode ?? (file.Executable ? TarEntry.ExecutableMode : TarEntry.FileMode)));
        }

        File.SetLastWriteTimeUtc(path, (TimeOf(path, file) ?? TarEntry.Time).UtcDateTime);
    }

    private static DateTimeOffset? TimeOf(string path, LayerFile file)
    {
        if (!file.IsDatedByContent)
        {
            return null;
        }

        using var content = File.OpenRead(path);
        return ContentTime.Of(content);
    }
}
