using Containerize.Diagnostics;

namespace Containerize.Registries.Uploads;

/// <summary>Tells every few seconds how far long uploads are. Short ones are over before there is anything to tell.</summary>
internal sealed class TransferProgress(TimeProvider clock, IPublishLog log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>How far back the rate looks: long enough to even out chunks, short enough to forget what was.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly Queue<Mark> marks = new();
    private long expected;
    private long sent;
    private long moved;
    private long lastTold;

    /// <summary>An upload begins.</summary>
    public void Expect(long bytes)
    {
        lock (gate)
        {
            if (expected == 0)
            {
                lastTold = clock.GetTimestamp();
                marks.Enqueue(new Mark(lastTold, 0));
            }

            expected += bytes;
        }
    }

    /// <param name="bytes">Negative where what was sent has to be sent again.</param>
    public void Moved(long bytes)
    {
        string line;
        lock (gate)
        {
            sent += bytes;
            if (bytes <= 0)
            {
                // An attempt failed: what it moved, and the pause after it, say nothing of what is left.
                marks.Clear();
                return;
            }

            moved += bytes;
            if (marks.Count == 0)
            {
                marks.Enqueue(new Mark(clock.GetTimestamp(), moved));
            }

            if (clock.GetElapsedTime(lastTold) < Every || sent >= expected)
            {
                return;
            }

            lastTold = clock.GetTimestamp();
            line = Line();
            Remember();
        }

        log.Say(line);
    }

    private void Remember()
    {
        marks.Enqueue(new Mark(lastTold, moved));
        while (marks.Count > 1 && clock.GetElapsedTime(marks.Peek().Time) > Window)
        {
            marks.Dequeue();
        }
    }

    /// <summary>Without rate and time left where they are not known: nothing is better than a guess.</summary>
    private string Line()
    {
        var line = $"  pushing: {ByteSize.Format(sent)} of {ByteSize.Format(expected)}";
        var elapsed = clock.GetElapsedTime(marks.Peek().Time);
        var rate = (long)((moved - marks.Peek().Moved) / Math.Max(elapsed.TotalSeconds, 1));
        return elapsed < Every || rate == 0 ? line : $"{line}, {ByteSize.Format(rate)}/s, about {TimeLeft((expected - sent) / (double)rate)} left";
    }

    private static string TimeLeft(double seconds) => seconds switch
    {
        > 2 * 60 * 60 => $"{Math.Ceiling(seconds / 3600):0} h",
        > 2 * 60 => $"{Math.Ceiling(seconds / 60):0} min",
        _ => $"{Math.Ceiling(seconds):0} s",
    };

    /// <param name="Moved">Bytes that had gone over the wire by then, those that had to be sent again included.</param>
    private sealed record Mark(long Time, long Moved);
}
