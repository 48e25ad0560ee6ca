using Containerize.Storage;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Storage;

/// <summary>What is done once among all that share a store.</summary>
public sealed class StoreTurnsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StoreTurns turns;

    public StoreTurnsTests() => turns = new StoreTurns(new ContentStore(folder.At("store")), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_many_that_come_while_one_ends_each_gets_its_turn()
    {
        // A turn takes its file along; who looks between two others' must not take that for a folder without turns.
        var had = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(CountTurnsAsync, Cancellation)));

        had.ShouldAllBe(count => count == 200);
    }

    [Fact]
    public async Task What_one_does_in_its_turn_nobody_else_does()
    {
        for (var round = 0; round < 50; round++)
        {
            var (what, done) = ($"round {round}", 0);
            await Parallel.ForAsync(0, 8, Cancellation, async (_, token) =>
            {
                using var turn = await turns.TakeAsync(what, token);
                if (Volatile.Read(ref done) == 0)
                {
                    await Task.Yield();
                    Interlocked.Increment(ref done);
                }
            });
            done.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Where_no_file_can_be_there_are_no_turns()
    {
        await File.WriteAllTextAsync(folder.At("a file"), string.Empty, Cancellation);
        var none = new StoreTurns(new ContentStore(folder.At("a file")), TimeProvider.System);

        (await none.TakeAsync("anything", Cancellation)).ShouldBeNull();
    }

    private async Task<int> CountTurnsAsync()
    {
        var count = 0;
        for (var i = 0; i < 200; i++)
        {
            using var turn = await turns.TakeAsync("the same", Cancellation);
            count += turn is null ? 0 : 1;
        }

        return count;
    }
}
