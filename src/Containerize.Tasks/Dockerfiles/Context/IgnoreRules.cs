using System.Text;
using System.Text.RegularExpressions;

namespace Containerize.Dockerfiles.Context;

/// <summary>
/// What an ignore file lets a builder see, as builders read it (Dockerfile reference, ".dockerignore file"): patterns from the top to the bottom, the last
/// one that fits the path or a folder it is in decides, and one that begins with <c>!</c> lets in.
/// </summary>
internal sealed class IgnoreRules
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<(Regex Pattern, bool LetsIn, string Line)> rules;

    private IgnoreRules(IReadOnlyList<(Regex Pattern, bool LetsIn, string Line)> rules) => this.rules = rules;

    public static IgnoreRules Parse(string text) =>
        new([.. text.Split('\n').Where(line => !line.StartsWith('#')).Select(line => line.Trim()).Where(line => line.Length > 0).Select(ParseLine)]);

    /// <param name="path">Below the context, <c>/</c> between parts.</param>
    /// <returns>The line that leaves it out; null when it is let in.</returns>
    public string? FindWhatLeavesOut(string path)
    {
        string? by = null;
        foreach (var (pattern, letsIn, line) in rules)
        {
            if (ListSelfAndAbove(path).Any(pattern.IsMatch))
            {
                by = letsIn ? null : line;
            }
        }

        return by;
    }

    /// <summary>Whether a file is let in.</summary>
    /// <inheritdoc cref="FindWhatLeavesOut"/>
    public bool Takes(string path) => FindWhatLeavesOut(path) is null;

    /// <summary>Whether a folder may have a file that is let in: what is below one that is left out, a later line may let in.</summary>
    /// <param name="folder">Below the context, <c>/</c> between parts.</param>
    public bool Enters(string folder) => Takes(folder) || rules.Any(rule => rule.LetsIn && ReachesBelow(PatternOf(rule.Line), folder));

    /// <summary>Whether a pattern can fit a path below a folder: its first parts fit the folder's, and it has more.</summary>
    private static bool ReachesBelow(string pattern, string folder)
    {
        var (parts, above) = (pattern.Split('/'), folder.Split('/'));
        for (var i = 0; i < above.Length; i++)
        {
            if (i < parts.Length && parts[i].Contains("**", StringComparison.Ordinal))
            {
                return true;
            }

            if (i == parts.Length || !new Regex(Translate(parts[i]), RegexOptions.CultureInvariant, Limit).IsMatch(above[i]))
            {
                return false;
            }
        }

        return parts.Length > above.Length;
    }

    private static (Regex Pattern, bool LetsIn, string Line) ParseLine(string line)
        => (new Regex(Translate(PatternOf(line)), RegexOptions.CultureInvariant, Limit), line[0] == '!', line);

    private static string PatternOf(string line)
    {
        var pattern = (line[0] == '!' ? line[1..].Trim() : line).Trim('/');
        return pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
    }

    private static IEnumerable<string> ListSelfAndAbove(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }

    /// <summary>Two stars stand for any number of folders, one for anything but a slash, a backslash makes the next character mean itself.</summary>
    private static string Translate(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when Next(i) == '*':
                    i++;
                    if (Next(i) == '/')
                    {
                        i++;
                        regex.Append("(.*/)?");
                    }
                    else
                    {
                        regex.Append(".*");
                    }

                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[' when pattern.IndexOf(']', i) is var end and > 0:
                    regex.Append(pattern, i, end - i + 1);
                    i = end;
                    break;
                case '\\' when i + 1 < pattern.Length:
                    regex.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return regex.Append('$').ToString();

        char Next(int i) => i + 1 < pattern.Length ? pattern[i + 1] : '\0';
    }
}
