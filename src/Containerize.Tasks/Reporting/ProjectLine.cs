namespace Containerize.Reporting;

/// <summary>
/// A message of the form <c>Project -> …</c>: the only one that MSBuild's terminal logger shows of a project, the last of them, with the lines that are in
/// it (TerminalLogger.MessageRaised). Other loggers show it line by line, as they would the lines by themselves.
/// </summary>
internal static class ProjectLine
{
    private const string Arrow = " -> ";

    /// <summary>Below the line of a project, which the terminal logger puts two spaces before.</summary>
    private const string Below = "\n    ";

    /// <param name="line">The message so far.</param>
    /// <param name="more">Lines to be shown with it, wherever it is shown.</param>
    public static string Join(string line, IReadOnlyList<string> more)
    {
        var joined = string.Join(Below, more.Prepend(line));
        return BreaksLink(joined) ? string.Join("; ", more.Prepend(line)) : joined;
    }

    /// <summary>
    /// The terminal logger takes what stands before the last slash for a folder, and if that is a URI, as a path is and <c>localhost:5000</c> too, it writes it
    /// into the escape code of a link (DetermineOutputPathToRender), where a line break does not belong.
    /// </summary>
    private static bool BreaksLink(string message)
    {
        var folder = Path.GetDirectoryName(message[(message.IndexOf(Arrow, StringComparison.Ordinal) + Arrow.Length)..]) ?? string.Empty;
        return folder.Contains('\n', StringComparison.Ordinal) && Uri.TryCreate(folder, UriKind.Absolute, out _);
    }
}
