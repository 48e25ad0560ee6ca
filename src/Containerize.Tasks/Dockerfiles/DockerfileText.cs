using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Containerize.Dockerfiles;

/// <summary>How values are written so that a builder reads them back as they were: it expands <c>$</c> in most instructions, and splits at spaces.</summary>
internal static partial class DockerfileText
{
    /// <summary>The value of an ENV, LABEL or ARG: quoted where it must be. Line breaks cannot be said; see <see cref="CanSay"/>.</summary>
    public static string FormatValue(string value)
        => value.Length > 0 && value.All(IsPlain) ? value : $"\"{Escape(value)}\"";

    /// <summary>The name of a label: always quoted when it is not plain.</summary>
    public static string FormatName(string name) => name.All(c => IsPlain(c) && c != '=') ? name : $"\"{Escape(name)}\"";

    /// <summary>A path: builders take quotes and backslashes out of it and expand <c>$</c>, in the exec form too.</summary>
    public static string FormatPath(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (c is '\\' or '"' or '\'' or '$')
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>
    /// A path to copy: builders match it as a pattern (Go's filepath.Match), once it is unquoted. buildah 1.28 matches what it found once
    /// more, so that nothing written here makes it copy a file with <c>[ * ? \</c> in its name; the folder that holds it can be copied.
    /// </summary>
    public static string FormatSource(string path)
    {
        var pattern = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            pattern.Append(c switch
            {
                '[' or '*' or '?' => $"[{c}]",
                '\\' => @"[\\]",
                _ => c.ToString(),
            });
        }

        return FormatPath(pattern.ToString());
    }

    /// <summary>The exec form: a JSON array, which no shell sees.</summary>
    public static string FormatExec(IReadOnlyList<string> words)
        => $"[{string.Join(", ", words.Select(word => $"\"{JsonEncodedText.Encode(word, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""))}]";

    /// <summary>A word for the shell of a RUN. A variable in it, if <paramref name="expand"/> lets there be one, stays one word whatever its value.</summary>
    public static string QuoteForShell(string word, bool expand = false)
    {
        if (word.Length > 0 && word.All(IsPlainToShell))
        {
            return word;
        }

        if (!expand)
        {
            return $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        }

        var escaped = word
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("`", "\\`", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }

    /// <summary>
    /// A command among others, each of which is done only if the one before succeeded: without braces, the list <c>a &amp;&amp; b || true</c>
    /// would go on after <c>a</c> failed, and so would <c>a &amp;&amp; b; c</c>.
    /// </summary>
    public static string FormatStep(string command)
    {
        var trimmed = EndOfList().Replace(command.Trim(), string.Empty);
        if (!List().IsMatch(trimmed))
        {
            return trimmed;
        }

        return trimmed.EndsWith('&') ? $"{{ {trimmed} }}" : $"{{ {trimmed}; }}";
    }

    /// <summary>A shell command cut before each of its options, but not within quotes: lines for the reader, and one command still.</summary>
    public static IReadOnlyList<string> SplitAtOptions(string command)
    {
        var lines = new List<string>();
        var quote = '\0';
        var start = 0;
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (c == '\\' && quote != '\'')
            {
                i++;
                continue;
            }

            if (c is '"' or '\'' && (quote == '\0' || quote == c))
            {
                quote = quote == '\0' ? c : '\0';
            }

            if (c == ' ' && quote == '\0' && IsOption(command.AsSpan(i + 1)))
            {
                lines.Add(command[start..i]);
                start = i + 1;
            }
        }

        lines.Add(command[start..]);
        return lines;
    }

    public static string FormatMount(Mount mount) => mount switch
    {
        Mount.Cache cache => $"--mount=type=cache,target={cache.Target}",
        Mount.Secret secret => $"--mount=type=secret,id={secret.Id}",
        _ => throw new NotSupportedException($"{mount.GetType().Name} has no text."),
    };

    /// <summary>Whether a value can stand in a Dockerfile at all: an instruction ends with its line.</summary>
    public static bool CanSay(string value) => !value.AsSpan().ContainsAny('\n', '\r', '\0');

    private static bool IsOption(ReadOnlySpan<char> text) => text.TrimStart("\"'").StartsWith("-", StringComparison.Ordinal);

    private static bool IsPlainToShell(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or ':' or '+' or ',' or '@' or '%';

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or ':' or '-' or '_' or '+' or ',' or '@' or ';' or '=' or '%';

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("$", "\\$", StringComparison.Ordinal);

    /// <summary>Not the <c>\;</c> of find.</summary>
    [GeneratedRegex(@"(?<!\\|;);\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex EndOfList();

    /// <summary>
    /// What joins commands and binds no tighter than <c>&amp;&amp;</c>, but for itself; <c>2&gt;&amp;1</c>, <c>&amp;&gt;</c> and <c>|&amp;</c> join none.
    /// </summary>
    [GeneratedRegex(@"(?<!\\);|\|\||(?<![&<>|])&(?![&>])", RegexOptions.CultureInvariant)]
    private static partial Regex List();
}
