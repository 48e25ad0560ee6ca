using System.Globalization;
using System.Text;

namespace Containerize.TestKit.Terminals;

/// <summary>
/// What a person sees of a stream that was written for a terminal: text, line breaks and the sequences that MSBuild's terminal logger moves and erases with.
/// Colours, links and titles leave no trace. Nothing scrolls away.
/// </summary>
public sealed class Screen
{
    /// <summary>No line of ours is longer, so none is broken.</summary>
    public const int Columns = 600;

    public const int Rows = 60;

    private const char Escape = '\e';

    private readonly List<StringBuilder> lines = [new()];

    /// <summary>The sequence that has begun and not ended.</summary>
    private readonly StringBuilder sequence = new();

    private int row;
    private int column;

    /// <summary>From top to bottom, without the spaces at their ends.</summary>
    public IReadOnlyList<string> Lines => [.. lines.Select(line => line.ToString().TrimEnd())];

    /// <summary>All of it but empty lines before and after.</summary>
    public string Text => string.Join('\n', Lines).Trim('\n');

    public void Write(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            Write(character);
        }
    }

    private void Write(char character)
    {
        if (sequence.Length > 0)
        {
            sequence.Append(character);
            if (IsWhole(sequence.ToString()))
            {
                Apply(sequence.ToString());
                sequence.Clear();
            }

            return;
        }

        switch (character)
        {
            case Escape:
                sequence.Append(character);
                break;
            case '\r':
                column = 0;
                break;
            case '\n':
                MoveTo(row + 1, column);
                break;
            case '\b':
                column = Math.Max(column - 1, 0);
                break;
            case >= ' ':
                Put(character);
                break;
        }
    }

    /// <summary>
    /// Control sequences end with a letter, strings (links, titles, progress) with BEL or ESC \, a choice of characters after two, all others after one.
    /// </summary>
    private static bool IsWhole(string text) => text.Length > 1 && text[1] switch
    {
        '[' => text.Length > 2 && text[^1] is >= '@' and <= '~',
        ']' => text[^1] == '\a' || text.EndsWith("\e\\", StringComparison.Ordinal),
        '(' => text.Length > 2,
        _ => true,
    };

    private void Apply(string text)
    {
        if (text[1] != '[')
        {
            return;
        }

        var parameter = int.TryParse(text.AsSpan(2, text.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        switch (text[^1])
        {
            case 'A':
                MoveTo(row - (parameter ?? 1), column);
                break;
            case 'C':
                MoveTo(row, column + (parameter ?? 1));
                break;
            case 'D':
                MoveTo(row, column - (parameter ?? 1));
                break;
            case 'F':
                MoveTo(row - (parameter ?? 1), 0);
                break;
            case 'G':
                MoveTo(row, (parameter ?? 1) - 1);
                break;
            case 'J':
                EraseToEnd();
                lines.RemoveRange(row + 1, lines.Count - row - 1);
                break;
            case 'K':
                EraseToEnd();
                break;
        }
    }

    private void MoveTo(int toRow, int toColumn)
    {
        (row, column) = (Math.Max(toRow, 0), Math.Clamp(toColumn, 0, Columns - 1));
        while (lines.Count <= row)
        {
            lines.Add(new StringBuilder());
        }
    }

    private void EraseToEnd() => lines[row].Length = Math.Min(lines[row].Length, column);

    private void Put(char character)
    {
        var line = lines[row];
        line.Append(' ', Math.Max(column + 1 - line.Length, 0));
        line[column] = character;
        column = Math.Min(column + 1, Columns - 1);
    }
}
