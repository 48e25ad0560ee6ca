using Containerize.Diagnostics;
using Containerize.Layers.Indexed;
using Containerize.Tar;

namespace Containerize.Layers;

/// <summary>The tar stream of a layer: every directory once and before what is in it, entries in ordinal order of their paths.</summary>
internal static class LayerTar
{
    /// <summary>Writes the whole stream, without an index.</summary>
    public static void Write(Stream output, IReadOnlyList<LayerFile> files, int blockSize, CancellationToken cancellationToken)
        => Write(output, files, blockSize, index: null, cancellationToken);

    /// <summary>Writes the whole stream. Synchronous on purpose: files are read and hashed faster so, and the caller gives it a thread.</summary>
    /// <param name="output">Flushed where a compressor had best begin a new block, unless there is an index.</param>
    /// <param name="blockSize">The most bytes in such a block.</param>
    /// <param name="index">Says itself where blocks begin, and how the tar ends: that is not written here then.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileUnreadable"/> or <see cref="ErrorCodes.FileChanged"/>.</exception>
    public static void Write(Stream output, IReadOnlyList<LayerFile> files, int blockSize, LayerIndex? index, CancellationToken cancellationToken)
    {
        var tar = new TarStreamWriter(output, index);
        var boundaries = index is null ? new BlockBoundaries(blockSize) : null;
        foreach (var (path, file) in Arrange(files))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file is null)
            {
                tar.WriteDirectory(path);
            }
            else if (file.Folder is { } folder)
            {
                tar.WriteHeader(TarEntry.Directory(path) with { Mode = folder.Mode, User = folder.User, Group = folder.Group });
            }
            else if (file.LinkTarget is { } target)
            {
                tar.WriteHeader(TarEntry.Link(path, target));
            }
            else
            {
                if (boundaries?.IsBefore(file) == true)
                {
                    output.Flush();
                }

                WriteFile(tar, file, cancellationToken);
                if (boundaries?.IsAfter(file) == true)
                {
                    output.Flush();
                }
            }
        }

        if (index is null)
        {
            tar.Complete();
        }
    }

    /// <summary>Null for a folder that nothing is to be said of.</summary>
    private static IEnumerable<KeyValuePair<string, LayerFile?>> Arrange(IReadOnlyList<LayerFile> files)
    {
        var entries = new Dictionary<string, LayerFile?>(files.Count * 2, StringComparer.Ordinal);
        foreach (var file in files)
        {
            entries[file.Folder is null ? file.Path : file.Path + "/"] = file;
            foreach (var folder in file.ListFolders())
            {
                if (!entries.TryAdd(folder, null))
                {
                    break;
                }
            }
        }

        string[] paths = [.. entries.Keys];
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (var path in paths)
        {
            yield return KeyValuePair.Create(path, entries[path]);
        }
    }

    private static void WriteFile(TarStreamWriter tar, LayerFile file, CancellationToken cancellationToken)
    {
        FileStream content;
        try
        {
            content = new FileStream(file.Source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.FileUnreadable, $"Packing {file.Path}: cannot read {file.Source}: {Excerpt.Of(e.Message)}", e);
        }

        using (content)
        {
            if (content.Length != file.Size)
            {
                throw Changed(file, null);
            }

            try
            {
                var entry = TarEntry.File(file.Path, file.Size, file.Executable) with { Modified = TimeOf(file, content) };
                entry = file.Rights is { } rights ? entry with { Mode = rights.Mode, User = rights.User, Group = rights.Group } : entry;
                tar.WriteFile(entry, content, cancellationToken);
            }
            catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
            {
                throw Changed(file, e);
            }
        }
    }

    private static DateTimeOffset? TimeOf(LayerFile file, FileStream content)
    {
        if (!file.IsDatedByContent)
        {
            return null;
        }

        var time = ContentTime.Of(content);
        content.Position = 0;
        return time;
    }

    private static ContainerizeException Changed(LayerFile file, Exception? cause) => new(
        ErrorCodes.FileChanged,
        $"Packing {file.Path}: {file.Source} changed while it was being read. Publish again when nothing else writes to the publish directory.",
        cause);
}
