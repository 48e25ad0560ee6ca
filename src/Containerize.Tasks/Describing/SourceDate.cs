using System.Globalization;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Describing;

/// <summary>The time an image says it was made: a property of its sources, not of the moment, so that equal sources give equal images.</summary>
/// <param name="WhyEpoch">Why that is the beginning of 1970, which engines show as an age of decades; null where it is not.</param>
internal sealed record SourceDate(DateTimeOffset Created, string? WhyEpoch)
{
    private const string Variable = "SOURCE_DATE_EPOCH";

    /// <summary>SOURCE_DATE_EPOCH (reproducible-builds.org specification), else the time of the commit that is checked out, else the epoch.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidSourceDate"/>.</exception>
    public static async Task<SourceDate> FindAsync(HostEnvironment host, string projectDirectory, CancellationToken cancellationToken)
    {
        if (ReadVariable(host) is { } told)
        {
            return Of(told, $"{Variable} says so");
        }

        var committed = await GitWorkTree.AskAsync(projectDirectory, ["-c", "log.showSignature=false", "log", "-1", "--format=%ct"], cancellationToken);
        return committed is not null && TryParse(committed) is { } time ? Of(time, "its commit says so") : Of(
            DateTimeOffset.UnixEpoch,
            $"{(GitWorkTree.FindRoot(projectDirectory) is null ? "the project is in no git work tree" : "git tells of no commit")} and {Variable} is not set");
    }

    /// <returns>What SOURCE_DATE_EPOCH says; null: nothing.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidSourceDate"/>.</exception>
    public static DateTimeOffset? ReadVariable(HostEnvironment host)
    {
        if (host[Variable]?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }

        return TryParse(text) ?? throw new ContainerizeException(
            ErrorCodes.InvalidSourceDate,
            $"Dating the image: {Variable} is '{Excerpt.Of(text)}', not a number of seconds since 1970-01-01T00:00:00Z.");
    }

    private static SourceDate Of(DateTimeOffset created, string why) => new(created, created == DateTimeOffset.UnixEpoch ? why : null);

    private static DateTimeOffset? TryParse(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
}
