using Containerize.BaseImages;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Tar;

namespace Containerize.Describing;

/// <summary>
/// Where files lie in an image. The working directory and what is below it is ours; of the folders above it, which the base may have, a layer
/// says what the base says, and only where engines would not make the same of them by themselves.
/// </summary>
internal sealed class ImagePlaces
{
    private readonly string workingDirectory;
    private readonly string above;
    private readonly IReadOnlyDictionary<string, FoundPath> found;
    private readonly Dictionary<string, FileRights?> folders;

    /// <param name="workingDirectory">Absolute path in the image.</param>
    /// <param name="answers">Of the base about what <see cref="ListQuestions"/> asks; null where it was not asked.</param>
    public ImagePlaces(string workingDirectory, BaseAnswers? answers = null)
    {
        this.workingDirectory = workingDirectory;
        found = answers?.Paths ?? new Dictionary<string, FoundPath>(StringComparer.Ordinal);
        folders = new Dictionary<string, FileRights?>(StringComparer.Ordinal);
        foreach (var folder in found.Values.SelectMany(path => path.Way))
        {
            folders.TryAdd(folder.Path, folder.Owner);
        }

        var (parent, name) = Split(workingDirectory);
        above = FindReal(parent) ?? parent.Trim('/');
        Root = Join(above, name);
    }

    /// <summary>Where the working directory is, relative to the image's root.</summary>
    public string Root { get; }

    /// <summary>What has to be known of the base: nothing for the usual working directory right below the root.</summary>
    public static IReadOnlyList<string> ListQuestions(string workingDirectory, IEnumerable<PublishedFile> files) =>
    [
        .. files.Where(file => IsAbsolute(file.RelativePath) && (file.IsFolder || !IsBelow(file.RelativePath, workingDirectory)))
            .Select(file => file.IsFolder ? file.RelativePath : Split(file.RelativePath).Parent)
            .Append(Split(workingDirectory).Parent)
            .Where(folder => folder != "/")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Equal for places that are the same, links and folders above included.</summary>
    public string Key
        => string.Join('\n', folders.OrderBy(folder => folder.Key, StringComparer.Ordinal).Select(folder => $"{folder.Key} {folder.Value}").Prepend(Root));

    public IEnumerable<LayerFile> Create(PublishedFile file)
    {
        if (file.Folder is not null)
        {
            return OfFolder(file.RelativePath, file.Folder);
        }

        var (folder, name) = IsAbsolute(file.RelativePath) ? Split(file.RelativePath) : (string.Empty, string.Empty);
        var parent = IsAbsolute(file.RelativePath) ? Real(folder) : above;
        var path = IsAbsolute(file.RelativePath) ? Join(parent, name) : Join(Root, file.RelativePath);
        var isOurs = IsIn(path, Root);
        var itself = new LayerFile(path, file.Source, file.Size, file.Executable)
        {
            Above = isOurs ? above : parent,
            LinkTarget = file.LinkTarget,
            IsDatedByContent = file.IsDatedByContent,
            IsWritten = file.IsWritten,
            Rights = file.Rights,
        };
        return file.Root is not null && !isOurs && found.GetValueOrDefault(folder)?.Exists != true
            ? [.. OfFolder(folder, (file.Rights ?? FileRights.Usual) with { Mode = TarEntry.DirectoryMode }, Real(file.Root)), itself]
            : [itself];
    }

    /// <summary>What a layer has to say of a folder that is not ours, and of those above it, so that they stay what they are.</summary>
    public IEnumerable<LayerFile> SayAbove(string folder)
    {
        for (var path = folder; path.Length > 0; path = Split("/" + path).Parent[1..])
        {
            if (folders.TryGetValue(path, out var owner) && owner != FileRights.Usual)
            {
                yield return Folder(path, owner ?? FileRights.Usual);
            }
        }
    }

    /// <summary>A folder for somebody, and those that have to be made for it.</summary>
    /// <param name="top">What is below it, and itself, has to be made if the base was not asked about it; null: nothing has.</param>
    private List<LayerFile> OfFolder(string path, FileRights owner, string? top = null)
    {
        var real = Real(path);
        var entries = new List<LayerFile>();
        for (var folder = real; folder.Length > 0 && folder != above; folder = Split("/" + folder).Parent[1..])
        {
            if (folder == Root && real != Root)
            {
                // Ours, and said as every layer says it.
                return [.. entries.Select(entry => entry with { Above = above })];
            }

            var isThere = folders.TryGetValue(folder, out var rights) ? rights is not null : top is null || !IsIn(folder, top);
            if (folder != real && isThere)
            {
                return [.. entries.Select(entry => entry with { Above = folder })];
            }

            entries.Add(Folder(folder, folder == real ? owner : owner with { Mode = TarEntry.DirectoryMode }));
        }

        return [.. entries.Select(entry => entry with { Above = Split("/" + entries[^1].Path).Parent[1..] })];
    }

    /// <summary>Says whose a folder is, and nothing of those above it.</summary>
    public static LayerFile Folder(string path, FileRights owner)
        => new(path, string.Empty, Size: 0, Executable: false) { Folder = owner, Above = Split("/" + path).Parent[1..] };

    /// <summary>Where a folder is, relative to the root: one of the base is itself, if the base was not asked.</summary>
    /// <param name="folder">Absolute path in the image.</param>
    public string Real(string folder)
        => FindReal(folder) ?? (IsIn(folder, workingDirectory) ? Join(Root, folder[workingDirectory.Length..].Trim('/')) : folder.Trim('/'));

    /// <param name="path">Absolute path in the image.</param>
    public bool IsBelow(string path) => IsBelow(path, workingDirectory);

    private string? FindReal(string folder) => found.GetValueOrDefault(folder)?.Real;

    private static bool IsAbsolute(string path) => path[0] == '/';

    /// <param name="folder">As <paramref name="path"/> relative to the root.</param>
    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static string Join(string folder, string path) => folder.Length == 0 ? path : path.Length == 0 ? folder : $"{folder}/{path}";

    /// <param name="path">Absolute.</param>
    private static (string Parent, string Name) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return (slash <= 0 ? "/" : path[..slash], path[(slash + 1)..]);
    }
}
