using System.Text;

namespace Containerize.Tests.Dockerfiles;

/// <summary>How builders read words back (BuildKit's frontend/dockerfile/shell and Go's path/filepath.Match), for values that are to stay as they are.</summary>
internal static class BuilderReading
{
    /// <summary>Takes quotes and backslashes out.</summary>
    /// <exception cref="FormatException">A variable would be expanded, a quote does not end, or a space would end the word.</exception>
    public static string Unquote(string word, bool spacesEndIt = false)
    {
        var text = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < word.Length; i++)
        {
            var next = i + 1 < word.Length ? word[i + 1] : '\0';
            _ = word[i] switch
            {
                '$' => throw new FormatException($"{word} has a variable"),
                '\'' when !quoted => throw new FormatException($"{word} has a quote"),
                ' ' or '\t' when spacesEndIt && !quoted => throw new FormatException($"{word} is more than one word"),
                '"' => Toggle(ref quoted, text),
                // Within quotes, only these three can be escaped.
                '\\' when !quoted || next is '"' or '$' or '\\' => text.Append(word[++i]),
                var c => text.Append(c),
            };
        }

        return quoted ? throw new FormatException($"{word} has no end") : text.ToString();
    }

    /// <summary>The one path that a pattern matches.</summary>
    /// <exception cref="FormatException">It matches several.</exception>
    public static string OnlyMatch(string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '[' when pattern.AsSpan(i).StartsWith(@"[\\]"):
                    text.Append('\\');
                    i += 3;
                    break;
                case '[' when i + 2 < pattern.Length && pattern[i + 2] == ']' && pattern[i + 1] != '\\':
                    text.Append(pattern[i + 1]);
                    i += 2;
                    break;
                case '[' or '*' or '?' or '\\':
                    throw new FormatException($"{pattern} matches more than one path");
                default:
                    text.Append(pattern[i]);
                    break;
            }
        }

        return text.ToString();
    }

    private static StringBuilder Toggle(ref bool quoted, StringBuilder text)
    {
        quoted = !quoted;
        return text;
    }
}
