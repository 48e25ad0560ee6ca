using System.Collections.Frozen;
using System.Text;
using Containerize.Host.Programs;

namespace Containerize.Host;

/// <summary>What git knows of a folder.</summary>
internal static class GitWorkTree
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The root of the work tree that a folder is in; null outside of git. In a linked work tree and a submodule .git is a file.</summary>
    public static string? FindRoot(string folder)
    {
        for (var parent = folder; parent is not null; parent = Path.GetDirectoryName(parent))
        {
            var git = Path.Join(parent, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                return parent;
            }
        }

        return null;
    }

    /// <summary>
    /// git's answer without the white space around it; null where it has none, is not installed, or takes too long. Outside of a work tree it is
    /// not started.
    /// </summary>
    public static async Task<string?> AskAsync(string folder, IReadOnlyList<string> question, CancellationToken cancellationToken)
    {
        if (FindRoot(folder) is null)
        {
            return null;
        }

        var git = await AskAsync(folder, question, input: null, cancellationToken);
        return git is { Succeeded: true } && git.Output.Trim() is { Length: > 0 } answer ? answer : null;
    }

    /// <summary>Which of these files git is told to ignore, and a clone therefore lacks; none outside of a work tree or without git.</summary>
    /// <param name="files">Absolute paths, none of which has a line break.</param>
    public static async Task<IReadOnlySet<string>> FindIgnoredAsync(string folder, IReadOnlyCollection<string> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0 || FindRoot(folder) is null)
        {
            return FrozenSet<string>.Empty;
        }

        var question = string.Concat(files.Select(file => file + "\0"));
        var git = await AskAsync(folder, ["check-ignore", "-z", "--stdin"], question, cancellationToken);
        return (git?.Output ?? string.Empty).Split('\0', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }

    private static async Task<ProgramResult?> AskAsync(string folder, IReadOnlyList<string> question, string? input, CancellationToken cancellationToken)
    {
        try
        {
            // Only reads, so a work tree owned by another user (a CI agent's checkout in a container) is no danger.
            var call = new ProgramCall("git", ["-c", "safe.directory=*", .. question], Limit)
            {
                WorkingDirectory = folder,
                Input = input is null ? null : (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(input), token).AsTask(),
            };
            return await ProgramRunner.RunAsync(call, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
