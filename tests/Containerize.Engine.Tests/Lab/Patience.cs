using Xunit;

namespace Containerize.Tests.Engine.Lab;

/// <summary>Waits for what another process does, no longer than it takes.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <returns>The first answer that is not null.</returns>
    /// <exception cref="TimeoutException">A minute went by.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < Limit;)
        {
            if (await look() is { } answer)
            {
                return answer;
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
    }
}
