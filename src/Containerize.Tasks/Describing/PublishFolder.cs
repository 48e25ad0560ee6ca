using System.IO.Enumeration;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Describing;

/// <summary>
/// The folder that a publish writes into, in which earlier publishes have left what they wrote: fingerprinted files of earlier edits, files of
/// another framework or runtime. What is in it counts, so it is cleared before the publish writes: whatever a target writes after the publish
/// is then written by this one, even by a target that leaves alone what is there already.
/// </summary>
internal sealed class PublishFolder
{
    private readonly string root;
    private readonly string recordFile;
    private readonly string asideFolder;

    /// <param name="root">Absolute path of the folder.</param>
    /// <param name="recordFile">Absolute path of the <see cref="PublishRecord"/>.</param>
    /// <param name="asideFolder">Absolute path of a folder, for files that are nobody's and were in the build's own folder.</param>
    public PublishFolder(string root, string recordFile, string asideFolder)
    {
        this.root = Path.TrimEndingDirectorySeparator(root);
        this.recordFile = recordFile;
        this.asideFolder = asideFolder;
    }

    /// <summary>
    /// Removes files that the SDK would leave though they are others than those it publishes, and what an earlier publish left that this one does not
    /// bring.
    /// </summary>
    /// <param name="coming">All files that come, as far as they are known.</param>
    /// <param name="isBuilds">Whether the folder is the build's own; elsewhere only what is recorded is removed.</param>
    /// <param name="concerns">Which paths below the folder are decided now.</param>
    /// <returns>What nothing explains: relative paths of files that stay in the folder, or were put aside.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileUnreadable"/>.</exception>
    public IReadOnlyList<string> Clear(IReadOnlyCollection<ComingFile> coming, bool isBuilds, Func<string, bool> concerns)
    {
        if (!Directory.Exists(root))
        {
            return [];
        }

        try
        {
            var record = PublishRecord.Read(recordFile);
            // Targets of several platforms may say one path twice; the first is copied last or not at all, so either may be there.
            var expected = coming.ToLookup(file => file.RelativePath, StringComparer.OrdinalIgnoreCase);
            List<string> unexplained = [];
            foreach (var path in ListFiles().Where(concerns).ToArray())
            {
                var file = new FileInfo(Path.Join(root, path));
                if (expected.Contains(path))
                {
                    if (expected[path].All(its => StaleFile.IsStale(its, file, its.Package is { } package && !record.Packages.Contains(package))))
                    {
                        file.Delete();
                    }
                }
                else if (record.Knows(path, file))
                {
                    file.Delete();
                }
                else
                {
                    unexplained.Add(path);
                }
            }

            if (isBuilds)
            {
                PutAside(unexplained);
            }

            return unexplained;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(
                ErrorCodes.FileUnreadable,
                $"Clearing the publish folder {root} of what an earlier publish left: {Excerpt.Of(e.Message)}",
                e);
        }
    }

    /// <summary>When the publish and all targets after it have written: records what is there for the next one, and tells what is not in the image.</summary>
    /// <param name="coming">All files that came.</param>
    /// <param name="unexplained">What <see cref="Clear"/> returned.</param>
    /// <returns>Absolute paths of files that are not of this publish.</returns>
    public IReadOnlyList<string> Finish(IReadOnlyCollection<ComingFile> coming, IReadOnlyCollection<string> unexplained, bool isBuilds, IPublishLog log)
    {
        var tracked = coming.Where(file => !file.IsAsset).Select(file => file.RelativePath).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lost = unexplained.Where(path => isBuilds != File.Exists(Path.Join(root, path))).ToHashSet(StringComparer.Ordinal);
        var record = new PublishRecord();
        record.Packages.UnionWith(coming.Select(file => file.Package).OfType<string>());
        foreach (var path in ListFiles().Where(path => !tracked.Contains(path) && !lost.Contains(path)))
        {
            record.Add(path, new FileInfo(Path.Join(root, path)));
        }

        record.Write(recordFile);
        if (lost.Count > 0)
        {
            Tell([.. lost.Order(StringComparer.Ordinal)], isBuilds, log);
        }

        return isBuilds ? [] : [.. lost.Select(path => Path.Join(root, path))];
    }

    private void Tell(string[] lost, bool isBuilds, IPublishLog log)
    {
        var names = string.Join(", ", lost.Take(3)) + (lost.Length > 3 ? $" and {lost.Length - 3} more" : string.Empty);
        log.Warn(
            ErrorCodes.LeftOver,
            $"Reading the publish folder {root}: {names} {(lost.Length == 1 ? "was" : "were")} there before this publish, and nothing in the project "
                + $"says what for. Not in the image{(isBuilds ? $", and put aside below {asideFolder}" : string.Empty)}. What belongs into it is a "
                + "Content item, or is written by a target after Publish.");
    }

    /// <summary>In place of what was put aside before: this is for somebody who misses a file at once.</summary>
    private void PutAside(List<string> paths)
    {
        if (paths.Count == 0)
        {
            return;
        }

        if (Directory.Exists(asideFolder))
        {
            Directory.Delete(asideFolder, recursive: true);
        }

        foreach (var path in paths)
        {
            var aside = Path.Join(asideFolder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
            File.Move(Path.Join(root, path), aside, overwrite: true);
        }
    }

    /// <summary>What lies behind a link to a folder is not the publish's, and may lead back here.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileUnfit"/>: nothing can be asked of a file, nor done to it.</exception>
    /// <returns>Their paths below it, with slashes.</returns>
    private IEnumerable<string> ListFiles()
    {
        var files = new FileSystemEnumerable<string>(
            root,
            (ref FileSystemEntry entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        foreach (var file in files)
        {
            var path = PathText.ToSlashes(file[root.Length..].TrimStart(Path.DirectorySeparatorChar));
            UnfitFile.RefuseUnnamable(file, path);
            yield return path;
        }
    }
}
