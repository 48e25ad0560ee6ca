using System.Net;
using Containerize.Diagnostics;

namespace Containerize.Registries;

/// <summary>How often one operation is tried, and after what pauses: what fails for a passing reason is tried again, but never without end.</summary>
/// <param name="doing">As in errors, a participle.</param>
/// <param name="whole">The attempts at something greater that this is a part of. What fails here counts there, so that the two do not multiply.</param>
internal sealed class Attempts(RegistryOptions options, TimeProvider clock, IPublishLog log, string doing, Attempts? whole = null)
{
    private int spent;
    private long firstFailure;
    private long furthest;

    /// <summary>How many attempts failed in a row, those at parts of it not counted.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether to try again although nobody answered: a registry that is being restarted comes back within half a minute.</summary>
    public bool MayReconnect => IsLeft(options.Reconnects);

    /// <summary>Attempts at a part of this operation.</summary>
    public Attempts At(string part) => new(options, clock, log, part, this);

    /// <summary>Whether an answer that speaks of a passing state leaves room for another attempt.</summary>
    public bool MayFollow(HttpStatusCode status) => RetryPolicy.IsTransient(status) && IsLeft(options.Attempts);

    /// <summary>Tries until it works, or fails for a reason that stays.</summary>
    /// <param name="isPassing">Whether a failure may be gone at the next attempt.</param>
    public Task<T> RunAsync<T>(Func<Task<T>> tryAsync, Func<Exception, bool> isPassing, CancellationToken cancellationToken)
        => RunAsync(tryAsync, _ => Task.FromResult(false), isPassing, cancellationToken);

    /// <summary>Sends until an answer is final.</summary>
    /// <param name="isPassing">Whether a failure may be gone at the next attempt.</param>
    public Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> sendAsync, Func<Exception, bool> isPassing, CancellationToken cancellationToken)
        => RunAsync(sendAsync, answer => PauseUnlessFinalAsync(answer, cancellationToken), isPassing, cancellationToken);

    /// <summary>Waits before trying again after an answer, which has been looked at when this returns and may be disposed.</summary>
    public Task PauseAfterAsync(HttpResponseMessage answer, CancellationToken cancellationToken) => PauseAsync(
        $"{(int)answer.StatusCode} {answer.ReasonPhrase}",
        RetryPolicy.PauseAfter(Failures + 1, answer.Headers.RetryAfter, options, clock, Random.Shared),
        cancellationToken);

    /// <summary>Waits before trying again after silence.</summary>
    public Task PauseBeforeReconnectAsync(string why, CancellationToken cancellationToken)
        => PauseAsync(why, RetryPolicy.PauseBeforeReconnect(Failures + 1, options, Random.Shared), cancellationToken);

    /// <summary>The operation got further than ever before: what fails from now on is counted anew.</summary>
    /// <param name="reached">Any measure of progress that grows.</param>
    public void Advance(long reached)
    {
        if (reached > furthest)
        {
            furthest = reached;
            BeginAnew();
        }
    }

    /// <summary>The operation is tried in another way: what failed before counts no more.</summary>
    public void BeginAnew()
    {
        Failures = 0;
        spent = 0;
    }

    private async Task<T> RunAsync<T>(
        Func<Task<T>> tryAsync, Func<T, Task<bool>> pauseUnlessFinalAsync, Func<Exception, bool> isPassing, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var result = await tryAsync();
                if (!await pauseUnlessFinalAsync(result))
                {
                    return result;
                }
            }
            catch (Exception e) when (isPassing(e) && MayReconnect)
            {
                await PauseBeforeReconnectAsync(e.Message, cancellationToken);
            }
        }
    }

    private async Task<bool> PauseUnlessFinalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!MayFollow(answer.StatusCode))
        {
            return false;
        }

        var pause = PauseAfterAsync(answer, cancellationToken);
        answer.Dispose();
        await pause;
        return true;
    }

    private bool IsLeft(int most)
        => whole?.IsLeft(most) ?? (spent + 1 < most && (spent == 0 || clock.GetElapsedTime(firstFailure) < options.Deadline));

    private async Task PauseAsync(string why, TimeSpan pause, CancellationToken cancellationToken)
    {
        Failures++;
        Spend();
        log.Detail($"{doing}: {Excerpt.Of(why)}");
        log.Detail($"{doing}: trying again in {pause.TotalSeconds:0.0} s (attempt {Failures + 1})");
        await Task.Delay(pause, clock, cancellationToken);
    }

    private void Spend()
    {
        if (whole is not null)
        {
            whole.Spend();
        }
        else if (spent++ == 0)
        {
            firstFailure = clock.GetTimestamp();
        }
    }
}
