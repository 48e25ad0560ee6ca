using System.Text.Encodings.Web;
using System.Text.Json;

namespace Containerize.Dockerfiles;

/// <summary>How values are written so that a builder reads them back as they were: it expands <c>$</c> in most instructions, and splits at spaces.</summary>
internal static class DockerfileText
{
    /// <summary>The value of an ENV, LABEL or ARG: quoted where it must be. Line breaks cannot be said; see <see cref="CanSay"/>.</summary>
    public static string Value(string value)
        => value.Length > 0 && value.All(IsPlain) ? value : $"\"{Escape(value)}\"";

    /// <summary>The name of a label: always quoted when it is not plain.</summary>
    public static string Name(string name) => name.All(c => IsPlain(c) && c != '=') ? name : $"\"{Escape(name)}\"";

    /// <summary>A path: builders take quotes and backslashes out of it and expand <c>$</c>, in the exec form too.</summary>
    public static string Word(string path)
    {
        var text = new System.Text.StringBuilder(path.Length);
        foreach (var c in path)
        {
            _ = (c is '\\' or '"' or '\'' or '$' ? text.Append('\\') : text).Append(c);
        }

        return text.ToString();
    }

    /// <summary>A path to copy: builders match it as a pattern (Go's filepath.Match), once it is unquoted.</summary>
    public static string Source(string path)
    {
        var pattern = new System.Text.StringBuilder(path.Length);
        foreach (var c in path)
        {
            _ = c switch
            {
                '[' or '*' or '?' => pattern.Append('[').Append(c).Append(']'),
                '\\' => pattern.Append(@"[\\]"),
                _ => pattern.Append(c),
            };
        }

        return Word(pattern.ToString());
    }

    /// <summary>The exec form: a JSON array, which no shell sees.</summary>
    public static string Exec(IReadOnlyList<string> words)
        => $"[{string.Join(", ", words.Select(word => $"\"{JsonEncodedText.Encode(word, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""))}]";

    /// <summary>A word for the shell of a RUN, in which <c>$</c> stays a variable if <paramref name="expand"/> says so.</summary>
    public static string Shell(string word, bool expand = false)
        => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or ':' or '+' or ',' or '@' or '%' || (expand && c is '$' or '{' or '}'))
            ? word
            : expand
                ? $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}\""
                : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Mount(Mount mount) => mount switch
    {
        Mount.Cache cache => $"--mount=type=cache,target={cache.Target}",
        Mount.Secret secret => $"--mount=type=secret,id={secret.Id}",
        _ => throw new NotSupportedException($"{mount.GetType().Name} has no text."),
    };

    /// <summary>Whether a value can stand in a Dockerfile at all: an instruction ends with its line.</summary>
    public static bool CanSay(string value) => !value.AsSpan().ContainsAny('\n', '\r', '\0');

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or ':' or '-' or '_' or '+' or ',' or '@' or ';' or '=' or '%';

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("$", "\\$", StringComparison.Ordinal);
}
