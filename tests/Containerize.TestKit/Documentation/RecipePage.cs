using Containerize.TestKit.Projects;

namespace Containerize.TestKit.Documentation;

/// <summary>The fenced blocks of docs/recipes.md: tests run what the page says, and not a copy of it.</summary>
public static class RecipePage
{
    private const string Fence = "```";

    /// <summary>In the page's order. A block without a language is a shell's, and each of its commands is a part.</summary>
    public static IReadOnlyList<RecipePart> Parts { get; } = [.. Read(File.ReadAllLines(Path.Join(PackedPackage.RepositoryRoot, "docs", "recipes.md")))];

    /// <param name="heading">Without its <c>##</c>.</param>
    /// <param name="kind">As in <see cref="RecipePart.Kind"/>.</param>
    /// <param name="number">As in <see cref="RecipePart.Number"/>.</param>
    /// <exception cref="InvalidOperationException">The page has no such part.</exception>
    public static string Part(string heading, string kind, int number = 1)
        => Parts.SingleOrDefault(part => part.Heading == heading && part.Kind == kind && part.Number == number)?.Text
            ?? throw new InvalidOperationException($"docs/recipes.md has no {kind} {number} under '{heading}'.");

    private static IEnumerable<RecipePart> Read(string[] lines)
    {
        var (heading, counts) = (string.Empty, new Dictionary<string, int>(StringComparer.Ordinal));
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("## ", StringComparison.Ordinal))
            {
                (heading, counts) = (lines[at][3..], new Dictionary<string, int>(StringComparer.Ordinal));
            }
            else if (lines[at].StartsWith(Fence, StringComparison.Ordinal))
            {
                var language = lines[at][Fence.Length..];
                string[] block = [.. lines.Skip(at + 1).TakeWhile(line => line != Fence)];
                foreach (var (kind, text) in language.Length > 0 ? [(language, string.Join('\n', block))] : Commands(block))
                {
                    counts[kind] = counts.GetValueOrDefault(kind) + 1;
                    yield return new RecipePart(heading, kind, counts[kind], text);
                }

                at += block.Length + 1;
            }
        }
    }

    /// <summary>A line that ends in a backslash goes on in the next.</summary>
    private static IEnumerable<(string Kind, string Text)> Commands(string[] block)
        => string.Join('\n', block).Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (line.Split(' ', '=')[0], line));
}
