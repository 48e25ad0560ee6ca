using System.Globalization;

namespace Containerize.Oci;

/// <summary>
/// How an engine finds out whether a container still does its work: the field Healthcheck of docker's image configuration, which the OCI
/// specification has no name for and engines heed all the same (github.com/moby/docker-image-spec).
/// </summary>
/// <param name="Command">In exec form; empty: the base image's check is turned off.</param>
internal sealed record HealthCheck(IReadOnlyList<string> Command)
{
    public TimeSpan? Interval { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? StartPeriod { get; init; }

    public int? Retries { get; init; }

    /// <summary>A duration as Go writes it, which docker takes: <c>30s</c>, <c>1m30s</c>, <c>500ms</c>. Null: it is none, or not positive.</summary>
    public static TimeSpan? ParseDuration(string text)
    {
        var total = TimeSpan.Zero;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9') is var next and >= 0 ? next : rest.Length;
            TimeSpan? part = rest[..letters] switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "s" => TimeSpan.FromSeconds(number),
                "ms" => TimeSpan.FromMilliseconds(number),
                _ => null,
            };
            if (part is null)
            {
                return null;
            }

            total += part.Value;
            rest = rest[letters..];
        }

        return total > TimeSpan.Zero ? total : null;
    }

    /// <summary>As Go writes it, in the largest units that say it exactly.</summary>
    public static string Format(TimeSpan duration)
    {
        (int Number, string Unit)[] parts =
            [((int)duration.TotalHours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s"), (duration.Milliseconds, "ms")];
        return string.Concat(parts.Where(part => part.Number > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Number}{part.Unit}")));
    }
}
