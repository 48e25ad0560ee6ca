using Shouldly;

namespace Containerize.Tests.Docs;

/// <summary>A table of a page that is made from tests, so that it says what is proven and nothing else.</summary>
internal static class DocumentedTable
{
    private const string UpdateVariable = "CONTAINERIZE_UPDATE_DOCS";

    /// <param name="page">Below docs.</param>
    /// <param name="head">What the table's first line begins with.</param>
    /// <param name="rows">All of its lines, the first two included.</param>
    public static void ShouldHold(string page, string head, IEnumerable<string> rows)
    {
        var path = Path.Join(Repository.Docs, page);
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var table = string.Concat(rows.Select(row => row + "\n"));
        var start = text.IndexOf(head, StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", start, StringComparison.Ordinal) is var blank and >= 0 ? blank + 1 : text.Length;
        ShouldBe(path, text, text[..start] + table + text[end..]);
    }

    /// <param name="path">Absolute path of the page.</param>
    /// <param name="text">What it says.</param>
    /// <param name="right">What it has to say.</param>
    public static void ShouldBe(string path, string text, string right)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, right);
            return;
        }

        text.ShouldBe(right, $"Run this test with {UpdateVariable}=1 to write the page.");
    }
}
