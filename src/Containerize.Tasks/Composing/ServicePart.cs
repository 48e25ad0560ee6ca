using System.Text.RegularExpressions;

namespace Containerize.Composing;

/// <summary>One key of a service, with all that is below it.</summary>
/// <param name="Lines">As they stand in the file, the key's own first.</param>
internal sealed partial record ServicePart(string Key, IReadOnlyList<string> Lines)
{
    /// <summary>What a line of the file names, if it is indented as deeply as the keys of a service.</summary>
    public static string? ReadKey(string line, int indent)
        => Line().Match(line) is { Success: true } found && found.Groups["indent"].Length == indent ? found.Groups["key"].Value : null;

    [GeneratedRegex(
        "^(?<indent> *)(?<quote>[\"']?)(?<key>[A-Za-z0-9._-]+)\\k<quote>\\s*:(\\s.*)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
