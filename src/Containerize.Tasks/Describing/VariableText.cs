using System.Text;
using System.Text.RegularExpressions;

namespace Containerize.Describing;

/// <summary>
/// References to variables in a value, as a Dockerfile has them: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-otherwise}</c>, <c>${NAME:+instead}</c>. A value may
/// as well have a <c>$</c> that refers to nothing, a password for one: a name that is not known stays as it is written.
/// </summary>
internal static partial class VariableText
{
    /// <param name="valueOf">Null where there is no such variable.</param>
    /// <param name="unknown">Gets the names that nobody knows.</param>
    public static string Expand(string text, Func<string, string?> valueOf, ICollection<string>? unknown = null)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var isEscaped = text[i] == '\\';
            if (Reference().Match(text, isEscaped ? i + 1 : i) is not { Success: true } reference)
            {
                expanded.Append(text[i++]);
            }
            else if (Value(reference, valueOf, isEscaped ? null : unknown) is not { } value)
            {
                expanded.Append(text, i, reference.Index + reference.Length - i);
                i = reference.Index + reference.Length;
            }
            else
            {
                expanded.Append(isEscaped ? reference.Value : value);
                i = reference.Index + reference.Length;
            }
        }

        return expanded.ToString();
    }

    /// <summary>The names that a value refers to.</summary>
    public static IReadOnlyList<string> NamesIn(string text)
    {
        var names = new List<string>();
        Expand(text, _ => null, names);
        return names;
    }

    /// <summary>Whether it depends on what other variables a container has.</summary>
    public static bool HasReferences(string text)
    {
        var without = Expand(text, _ => null);
        return Expand(text, _ => string.Empty) != without || Expand(text, name => name) != without;
    }

    /// <returns>Null where the reference stands for nothing that is known.</returns>
    private static string? Value(Match reference, Func<string, string?> valueOf, ICollection<string>? unknown)
    {
        var name = reference.Groups["name"].Value;
        var value = valueOf(name);
        switch (reference.Groups["operator"].Value)
        {
            case "-" when value is null:
            case ":-" when string.IsNullOrEmpty(value):
                return Expand(reference.Groups["word"].Value, valueOf, unknown);
            case "+" or ":+":
                return value is null || (value.Length == 0 && reference.Groups["operator"].Value == ":+")
                    ? string.Empty
                    : Expand(reference.Groups["word"].Value, valueOf, unknown);
        }

        if (value is null)
        {
            unknown?.Add(name);
        }

        return value;
    }

    /// <summary>The word of an operator may hold references, which may hold braces of their own: one level of them is what people write.</summary>
    [GeneratedRegex(
        @"\G\$((?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)((?<operator>:?[-+])(?<word>([^{}]|\$\{[^{}]*\})*))?\})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
