using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Containerize.Composing;

/// <summary>
/// Text as a YAML scalar that is this text to every reader. To those of YAML 1.1 <c>yes</c> is a truth, <c>0123</c> is 83 and <c>1:30</c> is 90, so that only
/// what cannot be taken for anything else goes without quotes.
/// </summary>
internal static partial class YamlText
{
    /// <summary>Words that are no strings to some reader (YAML 1.1, "Language-Independent Types"; YAML 1.2.2, 10.3.2).</summary>
    private static readonly string[] Reserved = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

    /// <summary>With quotes only where it needs them.</summary>
    public static string FormatScalar(string text)
        => Plain().IsMatch(text) && !Reserved.Contains(text, StringComparer.OrdinalIgnoreCase) ? text : Quote(text);

    /// <summary>With quotes, on one line (YAML 1.2.2, 7.3.1).</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when IsPrintable(c) => quoted.Append(c),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>What ends lines or marks the order of bytes to somebody is written as a number, as is what nobody could see.</summary>
    private static bool IsPrintable(char c) => c is >= ' ' and < '\x7f' or >= '\xa0' and not ('\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff');

    /// <summary>Begins as no number does and with no mark of YAML's, has no blank, and ends in no colon.</summary>
    [GeneratedRegex(@"^(\.{1,2}|(\.{0,2}/|[A-Za-z])([A-Za-z0-9_./@:+-]*[A-Za-z0-9_./@+-])?)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
