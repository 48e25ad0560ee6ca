namespace Containerize.Tasks;

/// <summary>A word of a command that a project file has and the command has not.</summary>
/// <param name="Type">The item's type.</param>
/// <param name="Metadata">Which of its metadata holds words as they are.</param>
/// <param name="Place">Where it stands, if not in the project itself; with a blank before it.</param>
/// <param name="Include">All that the item says in its place, which is one mistake however many words of it are lost.</param>
/// <param name="IsCertain">Nothing in the file makes the item depend on a condition.</param>
internal sealed record PatternInCommand(string Type, string Metadata, string Word, string Place, string Include, bool IsCertain)
{
    public static string Message(PatternInCommand pattern)
        => $"Reading the {pattern.Type} item '{Excerpt.Of(pattern.Word)}'{pattern.Place}: MSBuild takes it for a {What(pattern.Word)}. "
            + $"Write the word as metadata: <{pattern.Type} Include=\"{Excerpt.Of(Plain(pattern.Word), 30)}\" "
            + $"{pattern.Metadata}=\"{Excerpt.Of(pattern.Word)}\" />; or %2A for *, %3F for ?, %5C for \\.";

    private static string What(string word) => word.AsSpan().ContainsAny('*', '?')
        ? "pattern of files, so that the word is lost or files stand in its place"
        : "path and turns its \\ into /";

    private static string Plain(string word)
        => string.Concat(word.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')).Trim('.', '-') is { Length: > 0 } plain ? plain : "word";
}
