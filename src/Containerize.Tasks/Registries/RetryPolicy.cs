using System.Net;
using System.Net.Http.Headers;

namespace Containerize.Registries;

/// <summary>When a request is worth another attempt, and after what pause.</summary>
internal static class RetryPolicy
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestReconnectPause = TimeSpan.FromSeconds(5);

    /// <summary>Answers that speak of a passing state.</summary>
    public static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.RequestTimeout
        or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;

    /// <param name="attempt">The attempt that just failed, from 1.</param>
    /// <param name="wish">The registry's Retry-After, which goes before our own reckoning.</param>
    /// <returns>Exponential with full jitter, so that the agents of a busy CI do not come back all at once.</returns>
    public static TimeSpan PauseAfter(int attempt, RetryConditionHeaderValue? wish, RegistryOptions options, TimeProvider clock, Random random)
    {
        var pause = wish?.Delta
            ?? wish?.Date - clock.GetUtcNow()
            ?? FirstPause * (1 << Math.Min(attempt, 10)) * random.NextDouble();
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause < options.LongestPause ? pause : options.LongestPause;
    }

    /// <returns>Exponential too, but at least half of it: what is being restarted needs its time.</returns>
    public static TimeSpan PauseBeforeReconnect(int attempt, RegistryOptions options, Random random)
    {
        var whole = FirstPause * (1 << Math.Min(attempt, 10));
        var pause = (whole < LongestReconnectPause ? whole : LongestReconnectPause) * (0.5 + (random.NextDouble() / 2));
        return pause < options.LongestPause ? pause : options.LongestPause;
    }
}
