using System.Text.RegularExpressions;

namespace Containerize.Tests.Docs;

/// <summary>The table of what the .NET SDK's own tests expect, in docs/reliability.md, and the rows of docs/migrating.md that say what differs.</summary>
internal static partial class PeerTable
{
    private const string Here = "the same";

    private static readonly (string Name, string What)[] Rows =
    [
        .. Read("reliability.md", "## What the .NET SDK's own tests expect").Where(row => row[0] != "Case").Select(row => (row[0], row[1])),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Rows.Select(row => row.Name)];

    /// <summary>Those that are met here as they are there.</summary>
    public static IReadOnlyList<string> Met { get; } = [.. Rows.Where(row => row.What == Here).Select(row => row.Name)];

    /// <summary>Those that are not, with the first cell of the row that says why; empty where the cell is of another form.</summary>
    public static IReadOnlyList<(string Name, string Difference)> Differing { get; }
        = [.. Rows.Where(row => row.What != Here).Select(row => (row.Name, Difference().Match(row.What).Groups["row"].Value))];

    /// <summary>First cells of the tables of what differs.</summary>
    public static IReadOnlyList<string> Differences { get; } = [.. Read("migrating.md", "### What differs").Select(row => row[0])];

    private static IEnumerable<string[]> Read(string page, string heading)
        => Page.Read(Path.Join(Repository.Docs, page)).Section(heading)
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line[2..^2].Split(" | "));

    [GeneratedRegex(@"^\[differs\]\(migrating\.md#what-differs\): (?<row>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Difference();
}
