using Containerize.Diagnostics;

namespace Containerize.Registries;

/// <summary>Tells every few seconds how far long uploads are. Short ones are over before there is anything to tell.</summary>
internal sealed class TransferProgress
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly TimeProvider clock;
    private readonly IPublishLog log;
    private readonly Lock gate = new();
    private long expected;
    private long sent;
    private long started;
    private long lastTold;

    public TransferProgress(TimeProvider clock, IPublishLog log)
    {
        this.clock = clock;
        this.log = log;
    }

    /// <summary>An upload begins.</summary>
    public void Expect(long bytes)
    {
        lock (gate)
        {
            if (expected == 0)
            {
                started = lastTold = clock.GetTimestamp();
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
            if (bytes <= 0 || clock.GetElapsedTime(lastTold) < Every || sent >= expected)
            {
                return;
            }

            lastTold = clock.GetTimestamp();
            line = Line(clock.GetElapsedTime(started));
        }

        log.Say(line);
    }

    private string Line(TimeSpan elapsed)
    {
        var rate = sent / elapsed.TotalSeconds;
        var left = TimeSpan.FromSeconds(Math.Ceiling((expected - sent) / Math.Max(rate, 1)));
        return $"  pushing: {ByteSize.Format(sent)} of {ByteSize.Format(expected)}, {ByteSize.Format((long)rate)}/s, about {(left.TotalMinutes >= 2 ? $"{left.TotalMinutes:0} min" : $"{left.TotalSeconds:0} s")} left";
    }
}
