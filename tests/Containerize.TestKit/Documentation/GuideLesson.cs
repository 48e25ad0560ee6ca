namespace Containerize.TestKit.Documentation;

/// <summary>A lesson of docs/guide.md that has something to type.</summary>
/// <param name="Commands">For a shell, all of its blocks.</param>
/// <param name="Expected">Lines that are among what is printed; <c>…</c> stands for anything.</param>
public sealed record GuideLesson(string Heading, string Commands, IReadOnlyList<string> Expected)
{
    public override string ToString() => Heading;
}
