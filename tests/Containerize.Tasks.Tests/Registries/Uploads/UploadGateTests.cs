using Containerize.Registries.Uploads;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Uploads;

/// <summary>As many uploads at a time as the registry bears.</summary>
public sealed class UploadGateTests
{
    private readonly UploadGate gate = new();

    [Fact]
    public async Task No_more_are_let_in_than_the_limit_and_who_leaves_makes_room()
    {
        var entered = Enumerable.Range(0, gate.Limit + 1).Select(_ => gate.EnterAsync(TestContext.Current.CancellationToken)).ToArray();

        entered.SkipLast(1).ShouldAllBe(entry => entry.IsCompletedSuccessfully);
        entered[^1].IsCompleted.ShouldBeFalse();

        gate.Leave();
        await entered[^1];
    }

    [Fact]
    public void What_was_too_much_halves_the_limit_down_to_one()
    {
        for (var i = 0; i < 10; i++)
        {
            gate.WasTooMuch();
        }

        gate.Limit.ShouldBe(1);
        gate.EnterAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
        gate.EnterAsync(TestContext.Current.CancellationToken).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void As_long_as_all_goes_well_it_grows_again_but_not_without_end()
    {
        gate.WasTooMuch();
        var low = gate.Limit;

        for (var i = 0; i < low; i++)
        {
            gate.WentWell();
        }

        gate.Limit.ShouldBe(low + 1);
        for (var i = 0; i < 1000; i++)
        {
            gate.WentWell();
        }

        gate.Limit.ShouldBe(8);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        while (gate.EnterAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully)
        {
        }

        using var patience = new CancellationTokenSource();
        var canceled = gate.EnterAsync(patience.Token);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => canceled);

        // One who waits since before, one since now: both get a place.
        var patient = gate.EnterAsync(TestContext.Current.CancellationToken);
        gate.Leave();
        gate.Leave();
        await patient;
    }
}
