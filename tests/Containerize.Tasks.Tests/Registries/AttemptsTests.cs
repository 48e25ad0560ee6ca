using Containerize.Registries;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries;

public sealed class AttemptsTests
{
    private readonly RegistryOptions options = new() { Reconnects = 3, LongestPause = TimeSpan.FromMilliseconds(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_fails_in_a_part_counts_for_the_whole()
    {
        var whole = New();
        var tries = 0;

        await Should.ThrowAsync<IOException>(() => whole.RunAsync(() => whole.At("Opening").RunAsync(FailAsync, _ => true, Cancellation), _ => true, Cancellation));

        tries.ShouldBe(options.Reconnects);

        Task<int> FailAsync()
        {
            tries++;
            throw new IOException("the connection broke");
        }
    }

    [Fact]
    public async Task A_part_that_worked_leaves_the_whole_what_is_left()
    {
        var whole = New();
        var part = whole.At("Opening");

        await part.PauseBeforeReconnectAsync("the connection broke", Cancellation);

        (part.Failures, whole.Failures).ShouldBe((1, 0));
        whole.MayReconnect.ShouldBeTrue();
        await whole.PauseBeforeReconnectAsync("the connection broke", Cancellation);
        whole.MayReconnect.ShouldBeFalse();
        part.MayReconnect.ShouldBeFalse();
        whole.BeginAnew();
        part.MayReconnect.ShouldBeTrue();
    }

    private Attempts New() => new(options, TimeProvider.System, new RecordingLog(), "Pushing");
}
