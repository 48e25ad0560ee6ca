using System.Globalization;
using System.Text.RegularExpressions;

namespace Containerize.Languages.Python;

/// <summary>
/// Which version of Python a folder asks for, as the tag of an image has it. A range is given the usual version if it is in it, or the newest that is
/// (packaging.python.org, "Version specifiers").
/// </summary>
internal static partial class PythonVersion
{
    /// <summary>The version that a folder gets which says nothing.</summary>
    public const string Usual = "3.13";

    /// <summary>Minor versions of Python 3: the usual one, then the newest first.</summary>
    private static readonly int[] Minors = [13, 14, 12, 11, 10, 9];

    /// <param name="text">Of <c>.python-version</c>: <c>3.12</c>, <c>3.12.4</c>; the first line counts.</param>
    /// <returns>Null: it names nothing that a tag could name.</returns>
    public static string? ReadFile(string text)
    {
        var name = text.Split('\n').Select(line => line.Split('#')[0].Trim()).FirstOrDefault(line => line.Length > 0) ?? string.Empty;
        return Plain().Match(name) is { Success: true } version ? version.Groups["version"].Value : null;
    }

    /// <param name="range">As <c>requires-python</c> has it: <c>>=3.10,&lt;3.13</c>.</param>
    /// <returns>Null: none is in it, or it is not understood.</returns>
    public static string? ReadRange(string range)
    {
        var comparators = new List<Func<int, bool>>();
        foreach (var part in range.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Comparator().Match(part) is not { Success: true } match)
            {
                return null;
            }

            var minor = match.Groups["minor"].Success ? int.Parse(match.Groups["minor"].Value, CultureInfo.InvariantCulture) : 0;
            var hasMinor = match.Groups["minor"].Success;
            var isWhole = !match.Groups["patch"].Value.Any(c => c is >= '1' and <= '9');
            comparators.Add(match.Groups["operator"].Value switch
            {
                ">=" => other => other >= minor,
                ">" => other => other > minor || (!isWhole && other == minor),
                "<" => other => other < minor || (!isWhole && other == minor),
                "<=" => other => other <= minor,
                "!=" => other => !hasMinor || other != minor || !isWhole,
                "~=" => match.Groups["patch"].Success ? other => other == minor : other => other >= minor,
                _ => other => !hasMinor || other == minor,
            });
        }

        var found = Minors.Where(minor => comparators.All(comparator => comparator(minor))).Take(1).ToArray();
        return found is [var first] ? string.Create(CultureInfo.InvariantCulture, $"3.{first}") : null;
    }

    /// <summary>Without a third number, as packages are made for it.</summary>
    public static string MinorOf(string version) => string.Join('.', version.Split('.').Take(2));

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^(?<version>3\.\d{1,2}(\.\d{1,3})?)\z", Options)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(?<operator>>=|<=|==|!=|~=|>|<)\s*3(\.(?<minor>\d{1,2})(?<patch>\.(\d+|\*))?|\.\*)?\z", Options)]
    private static partial Regex Comparator();
}
