using System.Buffers;
using System.Text;

namespace Containerize.Dockerfiles.Rules;

/// <summary>
/// Finds the commands in a shell's line as far as rules need it: quotes, comments, operators and redirections, but neither here-documents
/// nor what stands in quotes for another shell.
/// </summary>
internal sealed class ShellReader
{
    /// <summary>Words that a command can follow.</summary>
    private static readonly string[] Keywords = ["if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "{", "}", "!"];

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly string text;
    private readonly List<ShellCommand> commands = [];
    private readonly StringBuilder word = new();
    private List<string> words = [];
    private bool inWord;
    private bool isTarget;
    private bool hasComment;

    private ShellReader(string text) => this.text = text;

    public static IReadOnlyList<ShellCommand> Read(string text) => ReadAll(text).commands;

    public static bool HasComment(string text) => ReadAll(text).hasComment;

    private static ShellReader ReadAll(string text)
    {
        var reader = new ShellReader(text);
        for (var i = 0; i < text.Length; i++)
        {
            i = reader.Read(i);
        }

        reader.EndCommand(isPiped: false);
        return reader;
    }

    /// <returns>Where the last character is that was read.</returns>
    private int Read(int i)
    {
        var next = i + 1 < text.Length ? text[i + 1] : '\0';
        switch (text[i])
        {
            case '\\' when next == '\n':
                return i + 1;
            case '\\' when next != '\0':
                Add(next);
                return i + 1;
            case '\'' or '"':
                return ReadQuoted(i);
            case '#' when !inWord:
                hasComment = true;
                return text.IndexOf('\n', i) is var end and >= 0 ? end - 1 : text.Length;
            case ' ' or '\t':
                EndWord();
                return i;
            case '<' or '>':
                return ReadRedirection(i);
            case '|' when next != '|':
                EndCommand(isPiped: true);
                return next == '&' ? i + 1 : i;
            case ';' or '&' or '|' or '\n' or '(' or ')' or '`':
                EndCommand(isPiped: false);
                return i;
            default:
                Add(text[i]);
                return i;
        }
    }

    private int ReadQuoted(int start)
    {
        inWord = true;
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == text[start])
            {
                return i;
            }

            if (text[i] == '\\' && text[start] == '"' && i + 1 < text.Length && text[i + 1] is '"' or '\\' or '$' or '`')
            {
                i++;
            }

            word.Append(text[i]);
        }

        return text.Length;
    }

    private int ReadRedirection(int i)
    {
        if (word.ToString().All(char.IsAsciiDigit))
        {
            word.Clear();
            inWord = false;
        }

        EndWord();
        isTarget = true;
        while (i + 1 < text.Length && text[i + 1] is '<' or '>' or '&' or '|')
        {
            i++;
        }

        return i;
    }

    private void Add(char c)
    {
        word.Append(c);
        inWord = true;
    }

    private void EndWord()
    {
        if (!inWord)
        {
            return;
        }

        var read = word.ToString();
        word.Clear();
        inWord = false;
        var isBeforeTheProgram = words.Count == 0 && (IsAssignment(read) || Keywords.Contains(read, StringComparer.Ordinal));
        if (!isTarget && !isBeforeTheProgram)
        {
            words.Add(read);
        }

        isTarget = false;
    }

    private void EndCommand(bool isPiped)
    {
        EndWord();
        isTarget = false;
        if (words.Count > 0)
        {
            commands.Add(new ShellCommand(words, isPiped));
            words = [];
        }
    }

    private static bool IsAssignment(string word)
        => word.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
            && word.AsSpan(0, equals).IndexOfAnyExcept(NameCharacters) < 0
            && !char.IsAsciiDigit(word[0]);
}
