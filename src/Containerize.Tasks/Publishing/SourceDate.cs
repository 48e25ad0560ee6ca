using System.Globalization;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Publishing;

/// <summary>The time an image says it was made: a property of its sources, not of the moment, so that equal sources give equal images.</summary>
internal static class SourceDate
{
    private const string Variable = "SOURCE_DATE_EPOCH";

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

        var committed = await GitWorkTree.AskAsync(projectDirectory, ["-c", "log.showSignature=false", "log", "-1", "--format=%ct"], cancellationToken);
        return (committed is null ? null : TryParse(committed)) ?? DateTimeOffset.UnixEpoch;
    }

    private static DateTimeOffset? TryParse(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
}
