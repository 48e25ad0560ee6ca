namespace Containerize.TestKit.Documentation;

/// <summary>docs/guide.md: a block without a language is for a shell, one of <c>text</c> says what is printed.</summary>
public static class GuidePage
{
    /// <summary>In the page's order, in which they are typed.</summary>
    public static IReadOnlyList<GuideLesson> Lessons { get; } =
    [
        .. FencedBlock.Read("guide.md").GroupBy(block => block.Heading, StringComparer.Ordinal).Select(lesson => new GuideLesson(
            lesson.Key,
            string.Join('\n', LinesOf(lesson, string.Empty)),
            [.. LinesOf(lesson, "text").Where(line => line.Length > 0)])),
    ];

    private static IEnumerable<string> LinesOf(IEnumerable<FencedBlock> blocks, string language)
        => blocks.Where(block => block.Language == language).SelectMany(block => block.Lines);
}
