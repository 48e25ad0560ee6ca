using System.Text;

namespace Containerize.Languages.Node;

/// <summary>
/// A script of <c>package.json</c> as the words of one program, so that the program gets the signals that a container is stopped with: npm and a shell in
/// between hand none on.
/// </summary>
internal static class StartScript
{
    /// <summary>What means something to a shell (POSIX.1-2024, XCU 2.2).</summary>
    private const string Special = "|&;<>()$`\\*?[]#~{}!\n";

    /// <returns>Null: only a shell could run it.</returns>
    public static string[]? Split(string script)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var hasWord = false;
        char? quote = null;
        foreach (var c in script.Trim())
        {
            if (quote is { } open)
            {
                if (c == open)
                {
                    quote = null;
                }
                else if (open == '"' && c is '$' or '`' or '\\')
                {
                    return null;
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '"' or '\'')
            {
                quote = c;
                hasWord = true;
            }
            else if (Special.Contains(c, StringComparison.Ordinal))
            {
                return null;
            }
            else if (char.IsWhiteSpace(c))
            {
                Flush();
            }
            else
            {
                word.Append(c);
                hasWord = true;
            }
        }

        Flush();
        // A=b before a program is a variable of it.
        return quote is not null || words.Count == 0 || words[0].Contains('=', StringComparison.Ordinal) ? null : [.. words];

        void Flush()
        {
            if (hasWord)
            {
                words.Add(word.ToString());
                word.Clear();
                hasWord = false;
            }
        }
    }
}
