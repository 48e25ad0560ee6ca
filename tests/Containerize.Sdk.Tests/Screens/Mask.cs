using System.Text.RegularExpressions;

namespace Containerize.Tests.Sdk.Screens;

/// <summary>What is another in each run.</summary>
internal static partial class Mask
{
    /// <summary>A line without its numbers: sizes, counts, digests, times. Of lines that are alike then, the first.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        string? before = null;
        foreach (var line in text.Split('\n').Select(Line).Where(line => line != before))
        {
            yield return before = line;
        }
    }

    public static string Line(string line)
    {
        line = Digest().Replace(line, "sha256:#");
        line = Progress().Replace(line, "pushing: #");
        line = Size().Replace(line, "# B");
        line = Time().Replace(line, "#s");
        return Spaces().Replace(Count().Replace(line, "# ${what}s"), "    ").TrimEnd();
    }

    [GeneratedRegex(@"sha256:[0-9a-f]+…?")]
    private static partial Regex Digest();

    [GeneratedRegex(@"pushing: .*")]
    private static partial Regex Progress();

    [GeneratedRegex(@"\d+(\.\d+)? (B|kB|MB|GB)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Size();

    [GeneratedRegex(@"\d+\.\d+ ?s\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"\b\d+ (?<what>file|layer|request|platform)s?\b")]
    private static partial Regex Count();

    /// <summary>The terminal logger writes what runs at the right side of a terminal.</summary>
    [GeneratedRegex(@"(?<=\S)    +")]
    private static partial Regex Spaces();
}
