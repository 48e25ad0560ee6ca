using System.Text.RegularExpressions;

namespace Containerize.Dockerfiles.Rules;

/// <summary>Variables as instructions other than RUN know them (Dockerfile reference, "Environment replacement").</summary>
internal static partial class Variables
{
    public static IEnumerable<string> NamesIn(string? text)
        => Pattern().Matches(text ?? string.Empty).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);

    /// <param name="values">What is not among them is empty.</param>
    public static string Expand(string text, IReadOnlyDictionary<string, string> values) => Pattern().Replace(text, match =>
    {
        var value = values.GetValueOrDefault(match.Groups["name"].Value);
        var isSet = match.Groups["colon"].Success ? !string.IsNullOrEmpty(value) : value is not null;
        var word = match.Groups["word"].Value;
        return match.Groups["operator"].Value switch
        {
            "-" => isSet ? value! : word,
            "+" => isSet ? word : string.Empty,
            _ => value ?? string.Empty,
        };
    });

    [GeneratedRegex(
        @"(?<!\\)\$(\{(?<name>[A-Za-z_]\w*)((?<colon>:)?(?<operator>[-+?])(?<word>[^}]*))?\}|(?<name>[A-Za-z_]\w*))",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
