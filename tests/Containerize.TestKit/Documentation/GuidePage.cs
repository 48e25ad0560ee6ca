using Containerize.TestKit.Projects;

namespace Containerize.TestKit.Documentation;

/// <summary>docs/guide.md: a block without a language is for a shell, one of <c>text</c> says what is printed.</summary>
public static class GuidePage
{
    private const string Fence = "```";

    /// <summary>In the page's order, in which they are typed.</summary>
    public static IReadOnlyList<GuideLesson> Lessons { get; } =
        [.. Read(File.ReadAllText(Path.Join(PackedPackage.RepositoryRoot, "docs", "guide.md"))).Where(lesson => lesson.Commands.Length > 0)];

    private static IEnumerable<GuideLesson> Read(string page) => page.Split("\n## ").Skip(1).Select(section => new GuideLesson(
        section.Split('\n')[0],
        string.Join('\n', Blocks(section, string.Empty)),
        [.. Blocks(section, "text").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))]));

    private static IEnumerable<string> Blocks(string section, string language)
    {
        // Every second part is within fences, and begins with its language.
        var parts = section.Split(Fence);
        return parts.Where((_, i) => i % 2 == 1)
            .Select(block => block.Split('\n', 2))
            .Where(block => block[0] == language)
            .Select(block => block[1].TrimEnd('\n'));
    }
}
