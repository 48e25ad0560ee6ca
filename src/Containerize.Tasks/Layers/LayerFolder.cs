using Containerize.Diagnostics;
using Containerize.Tar;

namespace Containerize.Layers;

/// <summary>A layer as a folder, for a builder to copy: the files, modes and times that <see cref="LayerTar"/> would write.</summary>
internal static class LayerFolder
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="folder">Absolute path; created, and expected to be empty.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileUnreadable"/> or <see cref="ErrorCodes.LayersNotWritten"/>.</exception>
    public static void Write(string folder, IReadOnlyList<LayerFile> files, CancellationToken cancellationToken)
    {
        try
        {
            var folders = new SortedSet<string>(StringComparer.Ordinal) { folder };
            Create(folder);
            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var path = folder;
                foreach (var part in file.Path.Split('/')[..^1])
                {
                    path = Path.Join(path, part);
                    if (folders.Add(path))
                    {
                        Create(path);
                    }
                }

                Write(Path.Join(folder, file.Path), file);
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

    private static void Create(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, Runnable);
        }
    }

    private static void Write(string path, LayerFile file)
    {
        File.Copy(file.Source, path, overwrite: true);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, file.Executable ? Runnable : Readable);
        }

        File.SetLastWriteTimeUtc(path, TarEntry.Time.UtcDateTime);
    }
}
