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

        try
        {
            // Only reads, so a work tree owned by another user (a CI agent's checkout in a container) is no danger.
            var call = new ProgramCall("git", ["-c", "safe.directory=*", .. question], Limit) { WorkingDirectory = folder };
            var git = await ProgramRunner.RunAsync(call, cancellationToken);
            return git is { Succeeded: true } && git.Output.Trim() is { Length: > 0 } answer ? answer : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
