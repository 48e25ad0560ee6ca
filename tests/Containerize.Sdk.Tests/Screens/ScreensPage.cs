using Containerize.TestKit.Projects;

namespace Containerize.Tests.Sdk.Screens;

/// <summary>docs/screens.md: under a scene's heading a block with the terminal, and one with the log.</summary>
internal static class ScreensPage
{
    private const string Fence = "```";

    private static readonly string Path = System.IO.Path.Join(PackedPackage.RepositoryRoot, "docs", "screens.md");

    private static readonly bool Updates = Environment.GetEnvironmentVariable("CONTAINERIZE_UPDATE_DOCS") == "1";

    /// <param name="index">0 for the terminal's, 1 for the log's.</param>
    public static string ReadBlock(string scene, int index)
    {
        var (text, start, end) = Find(scene, index);
        return text[start..end].TrimEnd('\n');
    }

    /// <summary>Where the page is to be made anew, its numbers stay in lines that are right but for them: they are a real application's.</summary>
    public static void Update(string scene, int index, string shown)
    {
        var (text, start, end) = Find(scene, index);
        if (!Updates || Mask.Lines(text[start..end].TrimEnd('\n')).SequenceEqual(Mask.Lines(shown)))
        {
            return;
        }

        var known = text[start..end].Split('\n').DistinctBy(Mask.Line).ToDictionary(Mask.Line, line => line, StringComparer.Ordinal);
        var lines = shown.Split('\n').DistinctBy(line => line.Length == 0 ? Guid.NewGuid().ToString() : Mask.Line(line));
        File.WriteAllText(Path, text[..start] + string.Join('\n', lines.Select(line => known.GetValueOrDefault(Mask.Line(line), line))) + "\n" + text[end..]);
    }

    private static (string Text, int Start, int End) Find(string scene, int index)
    {
        var text = File.ReadAllText(Path).ReplaceLineEndings("\n");
        var start = text.IndexOf($"\n## {scene}\n", StringComparison.Ordinal);
        for (var fences = 0; fences <= index * 2; fences++)
        {
            start = text.IndexOf($"\n{Fence}", start + 1, StringComparison.Ordinal);
        }

        start = text.IndexOf('\n', start + 1) + 1;
        return (text, start, text.IndexOf(Fence, start, StringComparison.Ordinal));
    }
}
