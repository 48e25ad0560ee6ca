namespace Containerize.TestKit.Documentation;

/// <summary>A command line or a block of docs/recipes.md.</summary>
/// <param name="Heading">The recipe's.</param>
/// <param name="Kind">The first word of a command line, or the variable that it sets; the language of a block.</param>
/// <param name="Number">Which of that kind under the heading, from 1.</param>
/// <param name="Text">The command, on one line; the block, without its fences.</param>
public sealed record RecipePart(string Heading, string Kind, int Number, string Text)
{
    public override string ToString() => Number == 1 ? $"{Heading}: {Kind}" : $"{Heading}: {Kind} {Number}";
}
