namespace Containerize.TestKit.Documentation;

/// <summary>The fenced blocks of docs/recipes.md: tests run what the page says, and not a copy of it.</summary>
public static class RecipePage
{
    /// <summary>In the page's order. A block without a language is a shell's, and each of its commands is a part.</summary>
    public static IReadOnlyList<RecipePart> Parts { get; } = [.. Read(FencedBlock.Read("recipes.md"))];

    /// <param name="heading">Without its <c>##</c>.</param>
    /// <param name="kind">As in <see cref="RecipePart.Kind"/>.</param>
    /// <param name="number">As in <see cref="RecipePart.Number"/>.</param>
    /// <exception cref="InvalidOperationException">The page has no such part.</exception>
    public static string Part(string heading, string kind, int number = 1)
        => Parts.SingleOrDefault(part => part.Heading == heading && part.Kind == kind && part.Number == number)?.Text
            ?? throw new InvalidOperationException($"docs/recipes.md has no {kind} {number} under '{heading}'.");

    private static IEnumerable<RecipePart> Read(IEnumerable<FencedBlock> blocks)
    {
        foreach (var recipe in blocks.GroupBy(block => block.Heading, StringComparer.Ordinal))
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (kind, text) in recipe.SelectMany(block => block.Language.Length > 0 ? [(block.Language, string.Join('\n', block.Lines))] : Commands(block.Lines)))
            {
                counts[kind] = counts.GetValueOrDefault(kind) + 1;
                yield return new RecipePart(recipe.Key, kind, counts[kind], text);
            }
        }
    }

    /// <summary>A line that ends in a backslash goes on in the next.</summary>
    private static IEnumerable<(string Kind, string Text)> Commands(IReadOnlyList<string> block)
        => string.Join('\n', block).Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (line.Split(' ', '=')[0], line));
}
