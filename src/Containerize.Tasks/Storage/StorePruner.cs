namespace Containerize.Storage;

/// <summary>Keeps a store's size within a limit: what was not used for the longest time goes first.</summary>
internal static class StorePruner
{
    /// <summary>What a small file takes on disk.</summary>
    private const long Cluster = 4096;

    /// <summary>Old enough that no build can be writing it still: left over from one that was killed.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>What lies below a store's root, whether blob, note or unfinished; other files there are not the store's and are never touched.</summary>
    private static readonly string[] Folders = [ContentStore.BlobsFolder, .. NoteKind.All.Select(kind => kind.Folder)];

    /// <summary>
    /// Removes what has to go. Safe beside other builds: a blob that one of them was about to use is made again, and what is open stays
    /// readable or cannot be removed.
    /// </summary>
    /// <param name="root">The store's folder.</param>
    /// <param name="limit">Bytes that may stay; with 0, everything goes.</param>
    /// <param name="now">The time in UTC.</param>
    /// <param name="size">Is told what stays.</param>
    /// <returns>Files and bytes removed.</returns>
    public static (int Files, long Bytes) Prune(string root, long limit, DateTime now, StoreSize? size = null)
    {
        var (files, bytes) = (0, 0L);
        var (contents, held) = (new List<Entry>(), 0L);
        foreach (var entry in ReadContents(root))
        {
            if (!entry.File.Name.StartsWith(ContentStore.TemporaryPrefix, StringComparison.Ordinal))
            {
                contents.Add(entry);
                held += entry.OnDisk;
            }
            else if (now - entry.Written > Abandoned)
            {
                Remove(entry);
            }
        }

        // A tenth more than needed, so that not every publish has to come back for a little.
        if (held > limit)
        {
            var goal = held - limit + (limit / 10);
            foreach (var entry in contents.OrderBy(entry => entry.Written).TakeWhile(_ => bytes < goal))
            {
                Remove(entry);
            }
        }

        size?.Set(held - bytes, now);
        return (files, bytes);

        void Remove(Entry entry)
        {
            try
            {
                entry.File.Delete();
                files++;
                bytes += entry.OnDisk;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use on Windows, or not ours to remove; there are others.
            }
        }
    }

    /// <summary>What a file of so many bytes takes.</summary>
    public static long OnDisk(long length) => Math.Max(length, Cluster);

    private static Entry[] ReadContents(string root)
    {
        try
        {
            return
            [
                .. Folders
                    .Select(folder => new DirectoryInfo(Path.Join(root, folder)))
                    .Where(folder => folder.Exists)
                    .SelectMany(folder => folder.EnumerateFiles("*", SearchOption.AllDirectories))
                    .Select(ReadEntry)
                    .OfType<Entry>(),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            // Someone clears it at the same time.
            return [];
        }
    }

    /// <summary>Null where another build has finished or removed the file meanwhile.</summary>
    private static Entry? ReadEntry(FileInfo file)
    {
        try
        {
            return new Entry(file, OnDisk(file.Length), file.LastWriteTimeUtc);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Entry(FileInfo File, long OnDisk, DateTime Written);
}
