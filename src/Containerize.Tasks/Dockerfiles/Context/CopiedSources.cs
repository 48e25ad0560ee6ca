using System.IO.Enumeration;
using System.Text.Json;

namespace Containerize.Dockerfiles.Context;

/// <summary>What the <c>COPY</c> and <c>ADD</c> instructions of a Dockerfile take from the build context.</summary>
internal sealed class CopiedSources
{
    private readonly IReadOnlyList<string> sources;

    private CopiedSources(IReadOnlyList<string> sources) => this.sources = sources;

    /// <param name="text">A Dockerfile, whoever wrote it.</param>
    public static CopiedSources Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return new CopiedSources([.. joined.Split('\n').Select(line => line.Trim()).SelectMany(ReadSources)]);
    }

    /// <param name="path">Below the context, <c>/</c> between parts.</param>
    public bool Take(string path) => sources.Any(source => source.Length == 0
        || path == source
        || path.StartsWith(source + "/", StringComparison.Ordinal)
        || (source.AsSpan().IndexOfAny('*', '?') >= 0 && FileSystemName.MatchesSimpleExpression(source, path, ignoreCase: false)));

    private static IEnumerable<string> ReadSources(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[0].ToUpperInvariant() is not ("COPY" or "ADD"))
        {
            return [];
        }

        var flags = words.Skip(1).TakeWhile(word => word.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (flags.Any(flag => flag.StartsWith("--from=", StringComparison.Ordinal)))
        {
            return [];
        }

        var rest = line[(line.IndexOf(words[flags.Length + 1], words[0].Length, StringComparison.Ordinal))..];
        var paths = rest.StartsWith('[') ? ReadList(rest) : rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return paths.SkipLast(1).Select(Normalize);
    }

    private static string[] ReadList(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(text) ?? [];
        }
        catch (JsonException)
        {
            // A shell would read it; a builder says what is wrong.
            return [];
        }
    }

    private static string Normalize(string source)
    {
        var path = source.Trim('/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return path == "." ? string.Empty : path;
    }
}
