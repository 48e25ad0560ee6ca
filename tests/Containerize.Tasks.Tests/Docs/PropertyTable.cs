using System.Text.RegularExpressions;

namespace Containerize.Tests.Docs;

/// <summary>The two tables of docs/properties.md.</summary>
internal static partial class PropertyTable
{
    private static readonly Page Page = Page.Read(Path.Join(Repository.Docs, "properties.md"));

    public static IReadOnlyList<string> Properties { get; } = Names("## Properties");

    public static IReadOnlyList<string> Items { get; } = Names("## Items");

    public static IReadOnlyList<string> Targets { get; } = Names("## Targets");

    private static string[] Names(string heading)
        => [.. Page.Section(heading).Select(line => Row().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
