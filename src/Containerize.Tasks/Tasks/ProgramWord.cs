using Containerize.Diagnostics;

namespace Containerize.Tasks;

/// <summary>
/// Checks the first word of a command, the program: a whole command line in one item is a program's name to an engine, and there is no such program.
/// A path with a blank in it may well be one.
/// </summary>
internal static class ProgramWord
{
    /// <param name="item">The items' type, for messages.</param>
    /// <param name="publishDirectory">Absolute path; nothing is there when only a Dockerfile is written. Null: what will be there is not known yet.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.CommandInOneWord"/>.</exception>
    public static void Check(string item, IReadOnlyList<string> words, string workingDirectory, string? publishDirectory, IPublishLog log)
    {
        if (words.Count == 0 || !words[0].Any(char.IsWhiteSpace))
        {
            return;
        }

        var program = words[0];
        var root = workingDirectory.TrimEnd('/') + "/";
        var path = program.StartsWith('/') ? program : root + program;
        var isOurs = path.StartsWith(root, StringComparison.Ordinal);
        var isPath = program.Contains('/', StringComparison.Ordinal);
        if (isPath && isOurs && !IsMissing(path[root.Length..], publishDirectory))
        {
            return;
        }

        if (!isPath || isOurs || program.Contains(" -", StringComparison.Ordinal) || program.Contains("://", StringComparison.Ordinal))
        {
            throw new ContainerizeException(ErrorCodes.CommandInOneWord, Message(item, program));
        }

        // The base may have it.
        log.Warn(ErrorCodes.CommandInOneWord, Message(item, program));
    }

    private static bool IsMissing(string file, string? publishDirectory)
        => publishDirectory is not null && !File.Exists(Path.Join(publishDirectory, file)) && Directory.Exists(publishDirectory);

    private static string Message(string item, string program)
        => $"Reading the {item} item '{Excerpt.Of(program)}': it is one word, and there is no program of that name with its blanks. "
            + $"Write a word to an item: <{item} Include=\"{Excerpt.Of(Separated(program))}\" />.";

    private static string Separated(string words) => string.Join(';', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
