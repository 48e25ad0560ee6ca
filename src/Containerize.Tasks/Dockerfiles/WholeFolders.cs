namespace Containerize.Dockerfiles;

/// <summary>
/// Folds files into folders that hold nothing else. A project may take thousands of files from elsewhere, and each as a line of its own
/// would be more than builders accept; and a file that comes into such a folder later belongs to the build as those that are there.
/// </summary>
internal static class WholeFolders
{
    /// <summary>Fewer files are named one by one.</summary>
    internal const int Many = 16;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <param name="files">Absolute paths.</param>
    /// <param name="context">Absolute path of the folder that all of them are in, which is never the answer.</param>
    /// <returns>Outermost folders, and the files that are in none of them.</returns>
    public static (string[] Folders, string[] Files) Fold(IReadOnlyCollection<string> files, string context)
    {
        var all = files.ToHashSet(StringComparer.Ordinal);
        var folders = new List<string>();
        foreach (var folder in FindCrowded(files, context).Where(folder => !folders.Any(outer => BuildContextReader.IsBelow(folder, outer))))
        {
            if (Directory.EnumerateFiles(folder, "*", Everything).All(all.Contains))
            {
                folders.Add(folder);
            }
        }

        return ([.. folders], [.. files.Where(file => !folders.Any(folder => BuildContextReader.IsBelow(file, folder)))]);
    }

    /// <summary>Folders with many of the files, outer ones first.</summary>
    private static IEnumerable<string> FindCrowded(IEnumerable<string> files, string context) => files
        .SelectMany(file => ListAbove(file, context))
        .CountBy(folder => folder, StringComparer.Ordinal)
        .Where(folder => folder.Value >= Many)
        .Select(folder => folder.Key)
        .OrderBy(folder => folder.Length)
        .ThenBy(folder => folder, StringComparer.Ordinal);

    private static IEnumerable<string> ListAbove(string file, string context)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null && folder.Length > context.Length; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
