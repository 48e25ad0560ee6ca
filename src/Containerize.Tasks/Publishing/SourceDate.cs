using System.Globalization;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Publishing;

/// <summary>The time an image says it was made: a property of its sources, not of the moment, so that equal sources give equal images.</summary>
internal static class SourceDate
{
    private const string Variable = "SOURCE_DATE_EPOCH";

    private static readonly TimeSpan GitLimit = TimeSpan.FromSeconds(10);

    /// <summary>SOURCE_DATE_EPOCH (reproducible-builds.org specification), else the time of the commit that is checked out, else the epoch.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidSourceDate"/>.</exception>
    public static async Task<DateTimeOffset> FindAsync(HostEnvironment host, string projectDirectory, CancellationToken cancellationToken)
    {
        if (host[Variable] is { } text)
        {
            return TryParse(text) ?? throw new ContainerizeException(
                ErrorCodes.InvalidSourceDate,
                $"Dating the image: {Variable} is '{Excerpt.Of(text)}', not a number of seconds since 1970-01-01T00:00:00Z.");
        }

        return IsInWorkTree(projectDirectory) && await CommitTimeAsync(projectDirectory, cancellationToken) is { } committed
            ? committed
            : DateTimeOffset.UnixEpoch;
    }

    private static DateTimeOffset? TryParse(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;

    /// <summary>Spares starting git where there is nothing for it to say. In a linked work tree and a submodule .git is a file.</summary>
    private static bool IsInWorkTree(string directory)
    {
        for (var folder = directory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var git = Path.Join(folder, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<DateTimeOffset?> CommitTimeAsync(string directory, CancellationToken cancellationToken)
    {
        try
        {
            // Only reads a date, so a work tree owned by another user (a CI agent's checkout in a container) is no danger.
            var git = await ProgramRunner.RunAsync(
                "git",
                ["-c", "safe.directory=*", "-c", "log.showSignature=false", "log", "-1", "--format=%ct"],
                feed: null,
                directory,
                GitLimit,
                cancellationToken);
            return git is { Succeeded: true } ? TryParse(git.Output.Trim()) : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
