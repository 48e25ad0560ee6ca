using Containerize.Registries.Uploads;
using Containerize.TestKit;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Uploads;

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

    [Fact]
    public void What_has_to_be_sent_again_says_nothing_of_the_time_left()
    {
        var progress = new TransferProgress(clock, log);
        progress.Expect(100_000_000);
        Move(progress, seconds: 4, bytes: 5_000_000);
        progress.Moved(-20_000_000);
        clock.Step(TimeSpan.FromSeconds(25));

        Move(progress, seconds: 1, bytes: 1_000_000);

        log.Lines.ShouldBe(["  pushing: 1.0 MB of 100.0 MB"]);
    }

    [Fact]
    public void After_a_failed_attempt_the_rate_is_that_of_the_next_one()
    {
        var progress = new TransferProgress(clock, log);
        progress.Expect(100_000_000);
        Move(progress, seconds: 60, bytes: 1_000_000);
        progress.Moved(-60_000_000);
        log.Lines.Clear();

        Move(progress, seconds: 10, bytes: 5_000_000);

        log.Lines.ShouldBe(
        [
            "  pushing: 25.0 MB of 100.0 MB",
            "  pushing: 50.0 MB of 100.0 MB, 5.0 MB/s, about 10 s left",
        ]);
    }

    [RanInto("the time left", "attempts at a large upload failed, and the rest was said to take 790 minutes", "the rate is that of the attempt under way, and nothing is said until it is known")]
    [Fact]
    public void Attempts_that_fail_one_after_the_other_promise_nothing()
    {
        var progress = new TransferProgress(clock, log);
        progress.Expect(1_000_000_000);

        for (var attempt = 0; attempt < 10; attempt++)
        {
            Move(progress, seconds: 3, bytes: 1_000_000);
            progress.Moved(-3_000_000);
        }

        log.Lines.ShouldNotBeEmpty();
        log.Lines.ShouldAllBe(line => !line.Contains("left", StringComparison.Ordinal) && !line.Contains("/s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10_000, "3 h")]
    [InlineData(100_000, "17 min")]
    [InlineData(2_000_000, "45 s")]
    public void Long_times_are_said_in_hours(int rate, string expected)
    {
        var progress = new TransferProgress(clock, log);
        progress.Expect(100_000_000);

        Move(progress, seconds: 5, bytes: rate);

        log.Lines.ShouldHaveSingleItem().ShouldEndWith($", about {expected} left");
    }

    private void Move(TransferProgress progress, int seconds, long bytes)
    {
        for (var second = 0; second < seconds; second++)
        {
            clock.Step(TimeSpan.FromSeconds(1));
            progress.Moved(bytes);
        }
    }

    private sealed class SteppingClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Step(TimeSpan time) => now += time.Ticks;

        public override long GetTimestamp() => now;
    }
}
