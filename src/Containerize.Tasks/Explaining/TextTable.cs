namespace Containerize.Explaining;

/// <summary>Texts that many files have in common, by numbers.</summary>
internal sealed class TextTable
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> texts = [];

    public IReadOnlyList<string> All => texts;

    /// <returns>-1 for none.</returns>
    public int Number(string? text)
    {
        if (text is null)
        {
            return -1;
        }

        if (!numbers.TryGetValue(text, out var number))
        {
            numbers[text] = number = texts.Count;
            texts.Add(text);
        }

        return number;
    }
}
