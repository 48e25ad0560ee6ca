using System.Globalization;
using System.Text.RegularExpressions;

namespace Containerize.Languages.Node;

/// <summary>
/// Which version of Node.js a folder asks for, as the tag of an image has it. A range is given the newest line of long-term support in it
/// (github.com/npm/node-semver, "Ranges"; github.com/nodejs/release).
/// </summary>
internal static partial class NodeVersion
{
    /// <summary>The line of long-term support that a folder gets which says nothing.</summary>
    public const int Usual = 24;

    /// <summary>Lines of long-term support: the usual one, then the newest first.</summary>
    private static readonly int[] Lines = [Usual, 26, 22, 20, 18];

    /// <param name="text">Of <c>.nvmrc</c> or <c>.node-version</c>: <c>22</c>, <c>v22.3.0</c>, <c>lts/jod</c>, <c>lts/*</c>.</param>
    /// <returns>Null: it names nothing that a tag could name.</returns>
    public static string? ReadFile(string text)
    {
        var name = text.Split('\n').Select(line => line.Split('#')[0].Trim()).FirstOrDefault(line => line.Length > 0) ?? string.Empty;
        if (name is "lts/*" or "node" or "stable" or "lts")
        {
            return Usual.ToString(CultureInfo.InvariantCulture);
        }

        if (name.StartsWith("lts/", StringComparison.Ordinal) && name.Length > 4 && name[4..].All(char.IsAsciiLetter))
        {
            return name[4..].ToLowerInvariant();
        }

        return Plain().Match(name) is { Success: true } version ? version.Groups["version"].Value : null;
    }

    /// <param name="range">As <c>engines.node</c> has it: <c>>=20</c>, <c>^20.11 || 22.x</c>.</param>
    /// <returns>A line of long-term support, or the one that the range names by itself; null: no line is in it, or it is not understood.</returns>
    public static string? ReadRange(string range)
    {
        var sets = range.Split("||").Select(ReadSet).ToArray();
        if (sets.Any(set => set is null))
        {
            return null;
        }

        // A line between those, or after them, has to be named by itself.
        int[] lines = [.. Lines.Where(IsIn).Take(1)];
        lines = lines.Length > 0 ? lines : [.. Enumerable.Range(1, 99).Where(IsIn).Take(2)];
        return lines is [var line] ? line.ToString(CultureInfo.InvariantCulture) : null;

        bool IsIn(int major) => sets.Any(set => set!.All(comparator => comparator(major)));
    }

    /// <summary>What each comparator of a set says of a line; null where one is not understood.</summary>
    private static List<Func<int, bool>>? ReadSet(string set)
    {
        var comparators = new List<Func<int, bool>>();
        // 18 - 20 means both ends, and a blank behind an operator nothing.
        var text = Hyphen().Replace(set.Trim(), ">=${from} <=${to}");
        text = Operator().Replace(text, "${operator}");
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "*" or "x" or "X")
            {
                continue;
            }

            if (Comparator().Match(word) is not { Success: true } match)
            {
                return null;
            }

            var major = int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture);
            var isWhole = !match.Groups["rest"].Value.Any(c => c is >= '1' and <= '9');
            var hasMinor = match.Groups["rest"].Value.Any(char.IsAsciiDigit);
            comparators.Add(match.Groups["operator"].Value switch
            {
                ">=" => line => line >= major,
                ">" => line => line > major || (hasMinor && line == major),
                "<" => line => line < major || (!isWhole && line == major),
                "<=" => line => line <= major,
                _ => line => line == major,
            });
        }

        return comparators;
    }

    private const RegexOptions Options = RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^v?(?<version>\d{1,3}(\.\d{1,4}){0,2})\z", Options | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    [GeneratedRegex(@"(?<from>\S+)\s+-\s+(?<to>\S+)", Options | RegexOptions.ExplicitCapture)]
    private static partial Regex Hyphen();

    [GeneratedRegex(@"(?<operator>>=|<=|>|<|=|\^|~)\s+", Options | RegexOptions.ExplicitCapture)]
    private static partial Regex Operator();

    [GeneratedRegex(@"^(?<operator>>=|<=|>|<|=|\^|~)?v?(?<major>\d{1,3})(?<rest>(\.(\d+|x|X|\*)){0,2})(-[\w.]+)?\z", Options | RegexOptions.ExplicitCapture)]
    private static partial Regex Comparator();
}
