using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Layering;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Reads what a project puts into its image beside what it publishes, and what it wants of published files: items ContainerContent,
/// ContainerDirectory and ContainerPermission.</summary>
/// <param name="workingDirectory">The image's; a relative path in the image is below it.</param>
/// <param name="rules">The layers that a file may ask for besides the usual.</param>
internal sealed class ContentReader(ImageItems items, string workingDirectory, IReadOnlyList<LayerRule> rules)
{
    private const string Content = "ContainerContent";
    private const string Directories = "ContainerDirectory";
    /// <summary>The item.</summary>
    public const string Permission = "ContainerPermission";

    private const int MostBits = 0b111_111_111_111;

    /// <summary>Files, in the order of their paths in the image.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidContent"/>, and <see cref="ErrorCodes.LinkOutside"/> in a folder.</exception>
    public IReadOnlyList<PublishedFile> ReadFiles()
        => [.. items[ItemKind.Content].SelectMany(ReadFiles).OrderBy(file => file.RelativePath, StringComparer.Ordinal)];

    /// <inheritdoc cref="ReadFiles()"/>
    public IReadOnlyList<PublishedFile> ReadFolders() =>
    [
        .. items[ItemKind.Directory]
            .Select(item => (Path: Absolute(Directories, item, item.ItemSpec), Item: item))
            .Select(folder => folder.Path == "/"
                ? throw Invalid(Directories, folder.Item, "the root of the image is nobody's to give away")
                : new PublishedFile(folder.Path, string.Empty, Size: 0, Executable: false, new FileOrigin.Folder())
                {
                    Owner = ReadOwner(Directories, folder.Item, usual: FileOwner.App),
                    Mode = ReadMode(Directories, folder.Item),
                })
            .GroupBy(folder => folder.RelativePath, StringComparer.Ordinal)
            .Select(folder => folder.Last())
            .OrderBy(folder => folder.RelativePath, StringComparer.Ordinal),
    ];

    /// <inheritdoc cref="ReadFiles()"/>
    public IReadOnlyList<PermissionRule> ReadPermissions() => [.. items[ItemKind.Permission].SelectMany(ReadPermission)];

    private IEnumerable<PermissionRule> ReadPermission(ITaskItem item)
    {
        var patterns = SplitPatterns(item.GetMetadata("Files") is { Length: > 0 } files ? files : item.ItemSpec);
        var (owner, mode) = (ReadOwner(Permission, item, usual: null), ReadMode(Permission, item));
        return owner is null && mode is null
            ? throw Invalid(Permission, item, "it says neither whose the files are nor what may be done with them. Set its Owner or its Mode")
            : patterns.Select(pattern => new PermissionRule(pattern, owner, mode));
    }

    private IEnumerable<PublishedFile> ReadFiles(ITaskItem item)
    {
        var source = items.Paths.MakeAbsolute(item.ItemSpec);
        var target = PathText.ToSlashes(item.GetMetadata("TargetPath").Trim());
        if (Directory.Exists(source))
        {
            string[] without = SplitPatterns(item.GetMetadata("ExcludeFiles"));
            var folder = Absolute(Content, item, target);
            return new FolderWalk(source).ListFiles()
                .Where(found => !without.Any(pattern => LayerRule.Matches(pattern, found.RelativePath)))
                .Select(found => Create(item, $"{folder.TrimEnd('/')}/{found.RelativePath}", folder, found.Content, found.LinkTarget));
        }

        if (!File.Exists(source))
        {
            throw Invalid(Content, item, $"there is no file or folder {source}");
        }

        var file = new FileInfo(source);
        if (target.Length > 0 && !target.EndsWith('/'))
        {
            var exact = Absolute(Content, item, target);
            return [Create(item, exact, exact[..Math.Max(1, exact.LastIndexOf('/'))], file)];
        }

        // What matched ** keeps its folders.
        var root = Absolute(Content, item, target);
        var inside = PathText.ToSlashes(item.GetMetadata("RecursiveDir"));
        return [Create(item, $"{root.TrimEnd('/')}/{inside}{file.Name}", root, file)];
    }

    private PublishedFile Create(ITaskItem item, string path, string root, FileInfo file, string? link = null)
    {
        var owner = ReadOwner(Content, item, usual: null);
        var inside = workingDirectory.TrimEnd('/') + "/";
        var isUsual = owner is null && path.StartsWith(inside, StringComparison.Ordinal);
        var (place, size) = (isUsual ? path[inside.Length..] : path, link is null ? file.Length : 0);
        return new PublishedFile(place, file.FullName, size, IsProgram(file, link), new FileOrigin.Content())
        {
            LinkTarget = link,
            Owner = owner,
            Mode = link is null ? ReadMode(Content, item) : null,
            Root = isUsual ? null : root,
            Layer = ReadLayer(item),
        };
    }

    private static bool IsProgram(FileInfo file, string? link) => link is null && ExecutableFiles.LooksLikeProgram(file);

    private LayerClass? ReadLayer(ITaskItem item)
    {
        var name = item.GetMetadata("Layer").Trim();
        return name.Length == 0
            ? null
            : LayerClass.All.Concat(rules.Select(rule => rule.Class)).FirstOrDefault(known => known.Name == name)
                ?? throw Invalid(
                    Content,
                    item,
                    $"its Layer '{Excerpt.Of(name)}' is none. Use one of {string.Join(", ", LayerClass.All)}, or that of a ContainerLayer item");
    }

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
        var parts = (text.StartsWith('/') ? text : $"{workingDirectory}/{text}").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.All(part => part is not ("." or "..") && !part.Any(char.IsControl)) && !text.Contains(':', StringComparison.Ordinal)
            ? "/" + string.Join('/', parts)
            : throw Invalid(type, item, $"'{Excerpt.Of(written)}' is no path in an image. Use one such as /etc/shop/, or one below the working directory");
    }

    private static string[] SplitPatterns(string text)
        => PathText.ToSlashes(text).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ContainerizeException Invalid(string type, ITaskItem item, string why)
        => new(ErrorCodes.InvalidContent, $"Reading the {type} item '{Excerpt.Of(item.ItemSpec)}': {why}.");
}
