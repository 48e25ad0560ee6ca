using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Tasks;

/// <summary>
/// Reads which published files an image does without: the property ContainerExclude, and items of that name. In an item's name MSBuild takes
/// <c>*.pdb</c> for the files of the project that match, mostly none, so what was written is read from the project's files.
/// </summary>
internal static class ExcludeReader
{
    /// <summary>The item, and the property.</summary>
    public const string ItemType = "ContainerExclude";

    /// <param name="written">Words of items that MSBuild took for patterns of files.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidContent"/>: whether an item counts cannot be told.</exception>
    public static IReadOnlyList<string> Read(ImageItems items, IReadOnlyList<PatternInCommand> written)
    {
        var faults = new Faults();
        string[] patterns =
        [
            .. faults.Read(() => ListText.Read(items.Images[0]["Exclude"], ItemType), [])
                .Concat(items[ItemKind.Exclude].SelectMany(item => SplitPatterns(item.GetMetadata("Files") is { Length: > 0 } files ? files : item.ItemSpec)))
                .Concat(faults.ReadEach(written.Where(pattern => pattern.Type == ItemType), RequireCertain))
                .Select(PathText.ToSlashes)
                .Distinct(StringComparer.Ordinal),
        ];
        faults.Throw();
        return patterns;
    }

    private static string[] SplitPatterns(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string RequireCertain(PatternInCommand pattern) => pattern.IsCertain
        ? pattern.Word
        : throw new ContainerizeException(
            ErrorCodes.InvalidContent,
            $"Reading the ContainerExclude item '{Excerpt.Of(pattern.Word)}'{pattern.Place}: it stands under a condition, and of what MSBuild "
                + "takes for a pattern of files nobody can tell whether it holds. Write it as metadata: "
                + $"<ContainerExclude Include=\"unwanted\" Files=\"{Excerpt.Of(pattern.Word)}\" />.");
}
