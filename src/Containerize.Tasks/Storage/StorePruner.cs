namespace Containerize.Storage;

/// <summary>Keeps a store's size within a limit: what was not used for the longest time goes first.</summary>
internal static class StorePruner
{
    /// <summary>What a small file takes on disk.</summary>
    private const long Cluster = 4096;

    /// <summary>Old enough that no build can be writing it still: left over from one that was killed.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>What lies below a store's root, whether blob, note or unfinished; other files there are not the store's and are never touched.</summary>
    private static readonly string[] Folders = ["bases", "blobs", "blocks", "layers", "stats"];

    /// <summary>
    /// Removes what has to go. Safe beside other builds: a blob that one of them was about to use is made again, and what is open stays
    /// readable or cannot be removed.
    /// </summary>
    /// <param name="root">The store's folder.</param>
    /// <param name="limit">Bytes that may stay; with 0, everything goes.</param>
    /// <param name="now">The time in UTC.</param>
    /// <returns>Files and bytes removed.</returns>
    public static (int Files, long Bytes) Prune(string root, long limit, DateTime now)
    {
        var (files, bytes) = (0, 0L);
        var entries = new List<FileInfo>();
        foreach (var file in Contents(root))
        {
            if (!file.Name.StartsWith(ContentStore.TemporaryPrefix, StringComparison.Ordinal))
            {
                entries.Add(file);
            }
            else if (now - file.LastWriteTimeUtc > Abandoned)
            {
                Remove(file);
            }
        }

        // A tenth more than needed, so that not every publish has to come back for a little.
        var excess = entries.Sum(OnDisk) - limit;
        var goal = excess > 0 ? excess + (limit / 10) : 0;
        foreach (var file in entries.OrderBy(file => file.LastWriteTimeUtc).TakeWhile(_ => bytes < goal))
        {
            Remove(file);
        }

        return (files, bytes);

        void Remove(FileInfo file)
        {
            var size = OnDisk(file);
            try
            {
                file.Delete();
                files++;
                bytes += size;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use on Windows, or not ours to remove; there are others.
            }
        }
    }

    private static FileInfo[] Contents(string root)
    {
        try
        {
            return
            [
                .. Folders
                    .Select(folder => new DirectoryInfo(Path.Join(root, folder)))
                    .Where(folder => folder.Exists)
                    .SelectMany(folder => folder.EnumerateFiles("*", SearchOption.AllDirectories)),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            // Someone clears it at the same time.
            return [];
        }
    }

    private static long OnDisk(FileInfo file) => Math.Max(file.Length, Cluster);
}
