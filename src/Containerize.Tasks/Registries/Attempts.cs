using System.Net;
using Containerize.Diagnostics;

namespace Containerize.Registries;

/// <summary>How often one operation is tried, and after what pauses: what fails for a passing reason is tried again, but never without end.</summary>
internal sealed class Attempts
{
    private readonly RegistryOptions options;
    private readonly TimeProvider clock;
    private readonly IPublishLog log;
    private readonly string doing;
    private int failures;
    private long firstFailure;
    private long furthest;

    /// <param name="doing">As in errors, a participle.</param>
    public Attempts(RegistryOptions options, TimeProvider clock, IPublishLog log, string doing)
    {
        this.options = options;
        this.clock = clock;
        this.log = log;
        this.doing = doing;
    }

    /// <summary>How many attempts failed in a row.</summary>
    public int Failures => failures;

    /// <summary>Whether an answer that speaks of a passing state leaves room for another attempt.</summary>
    public bool MayFollow(HttpStatusCode status) => RetryPolicy.IsTransient(status) && IsLeft(options.Attempts);

    /// <summary>Whether to try again although nobody answered: a registry that is being restarted comes back within half a minute.</summary>
    public bool MayReconnect => IsLeft(options.Reconnects);

    /// <summary>Waits before trying again after an answer, which has been looked at when this returns and may be disposed.</summary>
    public Task PauseAfterAsync(HttpResponseMessage answer, CancellationToken cancellationToken) => PauseAsync(
        $"{(int)answer.StatusCode} {answer.ReasonPhrase}",
        RetryPolicy.PauseAfter(failures + 1, answer.Headers.RetryAfter, options, clock, Random.Shared),
        cancellationToken);

    /// <summary>Waits before trying again after silence.</summary>
    public Task PauseBeforeReconnectAsync(string why, CancellationToken cancellationToken)
        => PauseAsync(why, RetryPolicy.PauseBeforeReconnect(failures + 1, options, Random.Shared), cancellationToken);

    /// <summary>The operation got further than ever before: what fails from now on is counted anew.</summary>
    /// <param name="reached">Any measure of progress that grows.</param>
    public void Advance(long reached)
    {
        if (reached > furthest)
        {
            furthest = reached;
            failures = 0;
        }
    }

    /// <summary>The operation is tried in another way: what failed before counts no more.</summary>
    public void BeginAnew() => failures = 0;

    private bool IsLeft(int most)
        => failures + 1 < most && (failures == 0 || clock.GetElapsedTime(firstFailure) < options.Deadline);

    private async Task PauseAsync(string why, TimeSpan pause, CancellationToken cancellationToken)
    {
        if (failures++ == 0)
        {
            firstFailure = clock.GetTimestamp();
        }

        log.Detail($"{doing}: {Excerpt.Of(why)}");
        log.Detail($"{doing}: trying again in {pause.TotalSeconds:0.0} s (attempt {failures + 1})");
        await Task.Delay(pause, clock, cancellationToken);
    }
}
