namespace Containerize.Dockerfiles.Rules;

/// <summary>One program and what it is given, out of a shell's line.</summary>
/// <param name="Words">Without quotes, redirections, and variables set before the program's name.</param>
/// <param name="IsPiped">The next command reads what this one prints.</param>
internal sealed record ShellCommand(IReadOnlyList<string> Words, bool IsPiped)
{
    /// <summary>Without its folder.</summary>
    public string Program => Words[0][(Words[0].LastIndexOf('/') + 1)..];

    public bool Has(params IEnumerable<string> options) => Words.Skip(1).Any(word => options.Contains(word, StringComparer.Ordinal));

    /// <summary>What is no option, after the program's name.</summary>
    /// <param name="optionsWithValue">The word after such an option belongs to it.</param>
    public IEnumerable<string> Operands(IReadOnlyList<string> optionsWithValue)
    {
        for (var i = 1; i < Words.Count; i++)
        {
            if (!Words[i].StartsWith('-'))
            {
                yield return Words[i];
            }
            else if (optionsWithValue.Contains(Words[i], StringComparer.Ordinal))
            {
                i++;
            }
        }
    }
}
