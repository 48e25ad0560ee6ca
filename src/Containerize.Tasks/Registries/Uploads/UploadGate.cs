namespace Containerize.Registries.Uploads;

/// <summary>
/// How many blobs go to one registry at a time. A registry that says it is too much (429, 503) gets half as many; as long as all goes well, one
/// more is let through after each full round.
/// </summary>
/// <param name="oneByOne">Never two at a time.</param>
internal sealed class UploadGate(bool oneByOne = false)
{
    private const int Usual = 4;
    private const int Most = 8;

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private readonly int most = oneByOne ? 1 : Most;
    private int limit = oneByOne ? 1 : Usual;
    private int inside;
    private int wentWell;

    /// <summary>How many may be under way now.</summary>
    public int Limit
    {
        get
        {
            lock (gate)
            {
                return limit;
            }
        }
    }

    /// <summary>Waits for a place; <see cref="Leave"/> gives it back.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            if (inside < limit)
            {
                inside++;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
        }

        await using var canceled = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    public void Leave()
    {
        lock (gate)
        {
            inside--;
            Admit();
        }
    }

    public void WentWell()
    {
        lock (gate)
        {
            if (limit < most && ++wentWell >= limit)
            {
                wentWell = 0;
                limit++;
                Admit();
            }
        }
    }

    public void WasTooMuch()
    {
        lock (gate)
        {
            wentWell = 0;
            limit = Math.Max(1, limit / 2);
        }
    }

    /// <summary>Those who gave up waiting are passed over.</summary>
    private void Admit()
    {
        while (inside < limit && waiting.TryDequeue(out var next))
        {
            if (next.TrySetResult())
            {
                inside++;
            }
        }
    }
}
