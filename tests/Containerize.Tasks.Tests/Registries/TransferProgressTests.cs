using Containerize.Registries;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries;

/// <summary>Long uploads say how far they are.</summary>
public sealed class TransferProgressTests
{
    private readonly SteppingClock clock = new();
    private readonly RecordingLog log = new();

    [Fact]
    public void Every_few_seconds_there_is_a_line_with_bytes_rate_and_time_left()
    {
        var progress = new TransferProgress(clock, log);
        progress.Expect(100_000_000);

        for (var second = 0; second < 12; second++)
        {
            clock.Step(TimeSpan.FromSeconds(1));
            progress.Moved(4_000_000);
        }

        log.Lines.ShouldBe(
        [
            "  pushing: 20.0 MB of 100.0 MB, 4.0 MB/s, about 20 s left",
            "  pushing: 40.0 MB of 100.0 MB, 4.0 MB/s, about 15 s left",
        ]);
    }

    [Fact]
    public void Short_ones_say_nothing()
    {
        var progress = new TransferProgress(clock, log);
        progress.Expect(1000);
        clock.Step(TimeSpan.FromSeconds(4));
        progress.Moved(1000);

        log.Lines.ShouldBeEmpty();
    }

    private sealed class SteppingClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Step(TimeSpan time) => now += time.Ticks;

        public override long GetTimestamp() => now;
    }
}
