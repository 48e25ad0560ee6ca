using System.Text.RegularExpressions;
using Shouldly;

namespace Containerize.Tests.Docs;

/// <summary>The table "What people ran into", read out of the sources of all tests: other test projects' assemblies need not be built for it.</summary>
internal static partial class FieldTable
{
    /// <summary>Sorted by kind; within one, in the order of files and lines.</summary>
    public static IEnumerable<string> Rows =>
    [
        "| Kind | what people did or had | what happens |",
        "|---|---|---|",
        .. Sources().SelectMany(Attributes)
            .OrderBy(row => row.Kind, StringComparer.Ordinal)
            .Select(row => $"| {row.Kind} | {row.Input} | {row.Outcome} |"),
    ];

    private static IEnumerable<string> Sources()
        => Directory.EnumerateFiles(Path.Join(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Kind, string Input, string Outcome)> Attributes(string file)
    {
        var text = File.ReadAllText(file);
        var found = Attribute().Matches(text);
        found.Count.ShouldBe(Regex.Count(text, @"\[RanInto\b"), $"{file}: an attribute RanInto that is not three plain string literals on a test");
        return found.Select(match => (Unescape(match, "kind"), Unescape(match, "input"), Unescape(match, "outcome")));
    }

    private static string Unescape(Match match, string group)
    {
        var text = Regex.Unescape(match.Groups[group].Value);
        text.ShouldNotContain('|');
        text.ShouldNotContain('\n');
        return text;
    }

    /// <summary>On a public method, which is a test: on anything else the row would be proven by nothing.</summary>
    [GeneratedRegex(
        @"\[RanInto\(\s*""(?<kind>(\\.|[^""\\])+)"",\s*""(?<input>(\\.|[^""\\])+)"",\s*""(?<outcome>(\\.|[^""\\])+)""\)\](?=\s*(\[[^\n]*\]\s*)*public )",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();
}
