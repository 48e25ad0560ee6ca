using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Describing;

/// <summary>
/// Finds the files below a folder. A link that stays inside is kept as a link, so that what it leads to is in the image once. One that leads
/// out of it is replaced by what it leads to, be it a file or a folder: its target's path means nothing in the image.
/// </summary>
internal sealed class FolderWalk
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, ReturnSpecialDirectories = false };

    private readonly string root;
    private readonly string realRoot;
    private readonly string doing;
    private readonly Func<string, bool> takes;
    private readonly Func<string, bool> enters;

    /// <param name="root">Absolute path of a folder that exists.</param>
    /// <param name="doing">How messages begin.</param>
    /// <param name="takes">Whether a file is wanted, by its path; null: all are.</param>
    /// <param name="enters">Whether a folder may have one that is, by its path; null: all may.</param>
    public FolderWalk(string root, string doing = UnfitFile.PublishOutput, Func<string, bool>? takes = null, Func<string, bool>? enters = null)
    {
        this.doing = doing;
        this.takes = takes ?? (_ => true);
        this.enters = enters ?? (_ => true);
        this.root = Path.TrimEndingDirectorySeparator(root);
        realRoot = RealPath(new DirectoryInfo(this.root));
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.LinkOutside"/>, or <see cref="ErrorCodes.FileUnfit"/> for a name.</exception>
    public IEnumerable<FoundFile> ListFiles() => Walk(new DirectoryInfo(root), string.Empty, [realRoot], keepsLinks: true);

    /// <summary>A single file, or the one that a link leads to.</summary>
    /// <param name="file">One that exists.</param>
    /// <param name="path">Where it is to lie.</param>
    /// <param name="doing">How messages begin.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.LinkOutside"/>.</exception>
    public static FoundFile FindFile(FileInfo file, string path, string doing)
        => new(path, file.LinkTarget is null ? file : (FileInfo)Follow(file, path, doing));

    /// <param name="folder">To be read.</param>
    /// <param name="relative">What its files' paths begin with.</param>
    /// <param name="entered">Real paths of the folders that links led into, with the root: to be led into one of them again would never end.</param>
    /// <param name="keepsLinks">Whether the folder lies where its path says.</param>
    private IEnumerable<FoundFile> Walk(DirectoryInfo folder, string relative, IReadOnlyList<string> entered, bool keepsLinks)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", Everything).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var path = relative + entry.Name;
            if (!(entry is DirectoryInfo ? enters(path) : takes(path)))
            {
                continue;
            }

            UnfitFile.RefuseUnnamable(entry.FullName, path, doing);
            // Of what is no link, the system need not be asked where it leads.
            if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || entry.LinkTarget is null)
            {
                foreach (var file in entry is DirectoryInfo inner ? Walk(inner, path + "/", entered, keepsLinks) : [new FoundFile(path, (FileInfo)entry)])
                {
                    yield return file;
                }

                continue;
            }

            var end = Follow(entry, path, doing);
            if (keepsLinks && TargetInside(entry) is { } target)
            {
                yield return new FoundFile(path, new FileInfo(entry.FullName), PathText.ToSlashes(Path.GetRelativePath("/" + relative, "/" + target)));
            }
            else if (end is FileInfo content)
            {
                yield return new FoundFile(path, content);
            }
            else
            {
                var real = RealPath((DirectoryInfo)end);
                if (entered.Any(other => IsSameOrBelow(other, real)))
                {
                    throw new ContainerizeException(
                        ErrorCodes.LinkOutside,
                        $"{doing}: {path} is a link to {entry.LinkTarget}, which holds the link itself, so that reading it would "
                            + "never end. Remove the link.");
                }

                foreach (var file in Walk((DirectoryInfo)end, path + "/", [.. entered, real], keepsLinks: false))
                {
                    yield return file;
                }
            }
        }
    }

    /// <summary>Where a link leads, below the root; null when that is elsewhere.</summary>
    private string? TargetInside(FileSystemInfo link)
    {
        var target = Path.GetFullPath(link.LinkTarget!, Path.GetDirectoryName(link.FullName)!);
        foreach (var folder in new[] { root, realRoot })
        {
            if (IsSameOrBelow(target, folder))
            {
                return PathText.ToSlashes(Path.GetRelativePath(folder, target));
            }
        }

        return null;
    }

    private static FileSystemInfo Follow(FileSystemInfo link, string path, string doing)
    {
        FileSystemInfo? end;
        try
        {
            end = link.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException e)
        {
            throw new ContainerizeException(
                ErrorCodes.LinkOutside,
                $"{doing}: {path} is a link to {link.LinkTarget}, and following it does not end: "
                    + $"{Excerpt.Of(e.Message).TrimEnd('.')}. Remove the link or restore what it leads to.",
                e);
        }

        return end is { Exists: true }
            ? end
            : throw new ContainerizeException(
                ErrorCodes.LinkOutside,
                $"{doing}: {path} is a link to {link.LinkTarget}, where there is no file. Remove the link or restore what it leads to.");
    }

    private static bool IsSameOrBelow(string path, string folder)
        => path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with every link on the way followed.</summary>
    private static string RealPath(DirectoryInfo folder)
    {
        var real = (folder.ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo ?? folder).FullName;
        return new DirectoryInfo(real) is { Parent: { } parent } self ? Path.Join(RealPath(parent), self.Name) : real;
    }
}
