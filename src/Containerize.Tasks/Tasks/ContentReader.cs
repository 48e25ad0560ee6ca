using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Layering;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Reads what a project puts into its image beside what it publishes, and what it wants of published files: items ContainerContent,
/// ContainerDirectory and ContainerPermission.</summary>
/// <param name="workingDirectory">The image's; a relative path in the image is below it.</param>
/// <param name="rules">The layers that a file may ask for besides the usual; null: nobody knows which there are.</param>
internal sealed class ContentReader(ImageItems items, string workingDirectory, IReadOnlyList<LayerRule>? rules)
{
    private const string Content = "ContainerContent";
    private const string Directories = "ContainerDirectory";
    /// <summary>The item.</summary>
    public const string Permission = "ContainerPermission";

    private const int MostBits = 0b111_111_111_111;

    /// <summary>Files, in the order of their paths in the image.</summary>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.InvalidContent"/>; <see cref="ErrorCodes.LinkOutside"/>, <see cref="ErrorCodes.FileUnfit"/> or
    /// <see cref="ErrorCodes.FileUnreadable"/> for a file.
    /// </exception>
    public IReadOnlyList<PublishedFile> ReadFiles()
        => [.. ReadAll(ItemKind.Content, ReadFiles).SelectMany(files => files).OrderBy(file => file.RelativePath, StringComparer.Ordinal)];

    /// <inheritdoc cref="ReadFiles()"/>
    public IReadOnlyList<PublishedFile> ReadFolders() =>
    [
        .. ReadAll(ItemKind.Directory, ReadFolder)
            .GroupBy(folder => folder.RelativePath, StringComparer.Ordinal)
            .Select(folder => folder.Last())
            .OrderBy(folder => folder.RelativePath, StringComparer.Ordinal),
    ];

    /// <inheritdoc cref="ReadFiles()"/>
    public IReadOnlyList<PermissionRule> ReadPermissions() => [.. ReadAll(ItemKind.Permission, ReadPermission).SelectMany(rules => rules)];

    private IReadOnlyList<T> ReadAll<T>(ItemKind kind, Func<ITaskItem, T> read)
    {
        var faults = new Faults();
        var all = faults.ReadEach(items[kind], read);
        faults.Throw();
        return all;
    }

    private PublishedFile ReadFolder(ITaskItem item)
    {
        var faults = new Faults();
        var path = faults.Read(() => Absolute(Directories, item, item.ItemSpec), string.Empty);
        var (owner, mode) = ReadRights(Directories, item, usual: FileOwner.App, faults);
        if (path == "/")
        {
            faults.Add(Invalid(Directories, item, "the root of the image is nobody's to give away"));
        }

        faults.Throw();
        return new PublishedFile(path, string.Empty, Size: 0, Executable: false, new FileOrigin.Folder()) { Owner = owner, Mode = mode };
    }

    private IEnumerable<PermissionRule> ReadPermission(ITaskItem item)
    {
        var faults = new Faults();
        var patterns = SplitPatterns(item.GetMetadata("Files") is { Length: > 0 } files ? files : item.ItemSpec);
        var (owner, mode) = ReadRights(Permission, item, usual: null, faults);
        faults.Throw();
        return owner is null && mode is null
            ? throw Invalid(Permission, item, "it says neither whose the files are nor what may be done with them. Set its Owner or its Mode")
            : patterns.Select(pattern => new PermissionRule(pattern, owner, mode));
    }

    private PublishedFile[] ReadFiles(ITaskItem item)
    {
        var faults = new Faults();
        var target = PathText.ToSlashes(item.GetMetadata("TargetPath").Trim());
        var path = faults.Read(() => Absolute(Content, item, target), "/");
        var (owner, mode) = ReadRights(Content, item, usual: null, faults);
        var layer = faults.Read(() => ReadLayer(item), null);
        // Which files there are, a target of the build may decide.
        if (!items.IsPublished)
        {
            faults.Throw();
            return [];
        }

        var (root, files) = faults.Read(() => ListFiles(item, target, path), (path, []));
        faults.Throw();
        return [.. files.Select(file => Create(root, file, owner, mode, layer))];
    }

    private (string Root, FoundFile[] Files) ListFiles(ITaskItem item, string target, string path)
    {
        try
        {
            var (root, found) = FindFiles(item, target, path);
            FoundFile[] files = [.. found];
            UnfitFile.Refuse(files, Doing(Content, item));
            return (root, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.FileUnreadable, $"{Doing(Content, item)}: {Excerpt.Of(e.Message)}", e);
        }
    }

    /// <param name="target">As it is written.</param>
    /// <param name="path">What it means.</param>
    /// <returns>The folder in the image that they are put into, and the files by their absolute paths there.</returns>
    private (string Root, IEnumerable<FoundFile> Files) FindFiles(ITaskItem item, string target, string path)
    {
        var source = items.Paths.MakeAbsolute(item.ItemSpec);
        if (Directory.Exists(source))
        {
            string[] without = SplitPatterns(item.GetMetadata("ExcludeFiles"));
            return (path, new FolderWalk(source, Doing(Content, item)).ListFiles()
                .Where(file => !without.Any(pattern => LayerRule.Matches(pattern, file.RelativePath)))
                .Select(file => file with { RelativePath = $"{path.TrimEnd('/')}/{file.RelativePath}" }));
        }

        var single = new FileInfo(source);
        if (!single.Exists)
        {
            throw Invalid(Content, item, $"there is no file or folder {source}");
        }

        if (target.Length > 0 && !target.EndsWith('/'))
        {
            return (path[..Math.Max(1, path.LastIndexOf('/'))], [FolderWalk.FindFile(single, path, Doing(Content, item))]);
        }

        // What matched ** keeps its folders. MSBuild forgets them between projects, so the targets hand them on by a name of their own.
        var folders = item.GetMetadata("RecursiveDir") is { Length: > 0 } own ? own : item.GetMetadata("MatchedFolders");
        var inside = PathText.ToSlashes(folders);
        return (path, [FolderWalk.FindFile(single, $"{path.TrimEnd('/')}/{inside}{single.Name}", Doing(Content, item))]);
    }

    private PublishedFile Create(string root, FoundFile file, string? owner, int? mode, LayerClass? layer)
    {
        var inside = workingDirectory.TrimEnd('/') + "/";
        var isUsual = owner is null && file.RelativePath.StartsWith(inside, StringComparison.Ordinal);
        var isLink = file.LinkTarget is not null;
        var place = isUsual ? file.RelativePath[inside.Length..] : file.RelativePath;
        var (size, isProgram) = isLink ? (0, false) : (file.Content.Length, ExecutableFiles.LooksLikeProgram(file.Content));
        return new PublishedFile(place, file.Content.FullName, size, isProgram, new FileOrigin.Content())
        {
            LinkTarget = file.LinkTarget,
            Owner = owner,
            Mode = isLink ? null : mode,
            Root = isUsual ? null : root,
            Layer = layer,
        };
    }

    private LayerClass? ReadLayer(ITaskItem item)
    {
        var name = item.GetMetadata("Layer").Trim();
        return name.Length == 0 || rules is null
            ? null
            : LayerClass.All.Concat(rules.Select(rule => rule.Class)).FirstOrDefault(known => known.Name == name)
                ?? throw Invalid(
                    Content,
                    item,
                    $"its Layer '{Excerpt.Of(name)}' is none. Use one of {string.Join(", ", LayerClass.All)}, or that of a ContainerLayer item");
    }

    private static (string? Owner, int? Mode) ReadRights(string type, ITaskItem item, string? usual, Faults faults)
        => (faults.Read(() => ReadOwner(type, item, usual), null), faults.Read(() => ReadMode(type, item), null));

    /// <param name="usual">Where none is given.</param>
    /// <returns>Null for root's.</returns>
    private static string? ReadOwner(string type, ITaskItem item, string? usual)
    {
        var text = item.GetMetadata("Owner").Trim();
        return text switch
        {
            "" => usual,
            "root" or "0" or "0:0" or "root:root" => type == Directories ? "0:0" : null,
            FileOwner.App => text,
            _ when text.Split(':') is { Length: <= 2 } parts && parts.All(IsNumber) => text,
            _ => throw Invalid(
                type, item, $"its Owner '{Excerpt.Of(text)}' is none. Use app for the user of the image, root, or numbers such as 1654 or 1654:1654"),
        };
    }

    private static bool IsNumber(string text) => text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit);

    private static int? ReadMode(string type, ITaskItem item)
    {
        var text = item.GetMetadata("Mode").Trim();
        if (text.Length == 0)
        {
            return null;
        }

        return text.Length is 3 or 4 && text.All(c => c is >= '0' and <= '7') && Convert.ToInt32(text, 8) is var mode and <= MostBits
            ? mode
            : throw Invalid(type, item, $"its Mode '{Excerpt.Of(text)}' is none. Use three or four octal digits such as 0644 or 755");
    }

    /// <summary>A path in the image, without a slash at its end.</summary>
    private string Absolute(string type, ITaskItem item, string written)
    {
        var text = PathText.ToSlashes(written.Trim());
        return !text.Contains(':', StringComparison.Ordinal) && ValueChecks.FindPath(text.StartsWith('/') ? text : $"{workingDirectory}/{text}") is { } path
            ? path
            : throw Invalid(type, item, $"'{Excerpt.Of(written)}' is no path in an image. Use one such as /etc/shop/, or one below the working directory");
    }

    private static string[] SplitPatterns(string text)
        => PathText.ToSlashes(text).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ContainerizeException Invalid(string type, ITaskItem item, string why)
        => new(ErrorCodes.InvalidContent, $"{Doing(type, item)}: {why}.");

    private static string Doing(string type, ITaskItem item) => $"Reading the {type} item '{Excerpt.Of(item.ItemSpec)}'";
}
