using System.IO.Enumeration;

namespace Containerize.Dockerfiles;

/// <summary>
/// The text of <c>Dockerfile.dockerignore</c>: everything is left out but what the build needs, so that nothing else of a repository
/// reaches a builder, its cache or a layer (Dockerfile reference, ".dockerignore file"; the last pattern that matches decides).
/// </summary>
internal static class IgnoreFile
{
    private const string Origin = GeneratedFile.Mark + " with ";
    private const string Purpose = ": only what the build needs is sent to the builder.";

    /// <summary>
    /// What lies in source folders without being source: secrets of one machine, editors' and version control's files, and these files themselves.
    /// </summary>
    private static readonly string[] NeverSource =
    [
        "**/*.user", "**/.DS_Store", "**/.env", "**/.env.*", "**/.git", "**/.gitattributes", "**/.idea", "**/.svn", "**/.vs", "**/.vscode",
        "**/Dockerfile", "**/Dockerfile.*", "**/TestResults", "**/bin", "**/node_modules", "**/obj",
    ];

    /// <summary>
    /// Characters that mean something in a pattern. Builders make a regular expression of it; those of before 2023 do so with the last eight as they stand.
    /// </summary>
    private const string Meaningful = @"*?[\()+{}|^$";

    /// <summary>The file's first line, without its <c>#</c>.</summary>
    /// <param name="dockerfile">The Dockerfile that it is for: its name beside it, its path below the context in the context's folder.</param>
    public static string FormatOrigin(string dockerfile) => $"{Origin}{dockerfile}{Purpose}";

    /// <returns>The Dockerfile that a file we wrote is for; null: it does not say.</returns>
    public static string? FindOrigin(string text)
    {
        var line = text.Split('\n', 2)[0].TrimEnd();
        return line.StartsWith("# " + Origin, StringComparison.Ordinal) && line.EndsWith(Purpose, StringComparison.Ordinal)
            ? line[("# " + Origin).Length..^Purpose.Length]
            : null;
    }

    /// <param name="wanted">Files and folders below the context, <c>/</c> between parts; an empty path is the context itself.</param>
    /// <param name="outputs">Folders below those, which builds write into.</param>
    /// <param name="kept">Files that the build needs although a pattern above would leave them out.</param>
    public static string Write(IReadOnlyList<string> header, IEnumerable<string> wanted, IEnumerable<string> outputs, IEnumerable<string> kept)
    {
        var folders = FindOutermost(wanted);
        IEnumerable<string> lines =
        [
            .. header.Select(line => $"# {line}".TrimEnd()),
            .. folders.Contains(string.Empty, StringComparer.Ordinal) ? [] : LetIn(folders, _ => true).Prepend("*"),
            .. FindOutermost(outputs).Select(FormatPattern),
            .. NeverSource,
            .. LetIn(FindOutermost(kept), LeavesOut),
        ];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    /// <summary>Lines that let files in whatever stands above them.</summary>
    public static string FormatKept(IEnumerable<string> paths) => string.Concat(LetIn([.. paths], LeavesOut).Select(line => line + "\n"));

    /// <summary>Whether a path is left out for the name of the file, or of a folder that it is in, wherever that is.</summary>
    public static bool LeavesOut(string path) => path.Split('/')
        .Any(part => NeverSource.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern.AsSpan("**/".Length), part, ignoreCase: false)));

    /// <summary>
    /// Builders do not look into a folder that is left out, unless what is wanted below it begins with the folder's name as it stands: one whose name has to be
    /// escaped is let in by itself, and what is in it left out again.
    /// </summary>
    /// <param name="isLeftOut">Whether lines above leave a folder out.</param>
    private static IEnumerable<string> LetIn(string[] paths, Func<string, bool> isLeftOut)
    {
        var entered = paths.SelectMany(ListParents).Where(isLeftOut).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(FormatPattern).Where(pattern => pattern.Contains('\\'));
        return [.. entered.SelectMany(pattern => (string[])[$"!{pattern}", $"{pattern}/*"]), .. paths.Select(path => "!" + FormatPattern(path))];
    }

    /// <summary>Sorted, without what lies in another of them.</summary>
    private static string[] FindOutermost(IEnumerable<string> paths)
    {
        var all = paths.Select(path => path.Trim('/')).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(path => !ListParents(path).Any(all.Contains)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> ListParents(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }

    /// <summary>A path is matched as a pattern, and a line that begins with # or ! is none.</summary>
    private static string FormatPattern(string path)
        => string.Concat(path.Select((c, i) => Meaningful.Contains(c) || (i == 0 && c is '#' or '!') ? $"\\{c}" : c.ToString()));
}
