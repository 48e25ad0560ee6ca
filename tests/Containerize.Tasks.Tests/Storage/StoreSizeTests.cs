using Containerize.Storage;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Storage;

/// <summary>What a store is known to hold without looking at each of its files.</summary>
public sealed class StoreSizeTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder folder = new();
    private readonly StoreSize size;

    public StoreSizeTests()
    {
        Directory.CreateDirectory(folder.Root);
        size = new StoreSize(folder.Root);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_nobody_has_counted_has_to_be()
        => size.Add(1, Now).ShouldBeNull();

    [Fact]
    public void What_builds_put_in_is_added_to_what_was_counted()
    {
        size.Set(1000, Now);

        size.Add(20, Now.AddHours(1)).ShouldBe(1020);
        size.Add(3, Now.AddHours(2)).ShouldBe(1023);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(-1)]
    public void It_is_counted_once_a_day_and_where_the_clock_was_set_back(int hours)
    {
        size.Set(1000, Now);

        size.Add(20, Now.AddHours(hours)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("2026-11-29T12:00:00.0000000Z\n-5\n")]
    [InlineData("2026-11-29T12:00:00.0000000Z\n99999999999999999999\n")]
    [InlineData("2026-11-29T12:00:00.0000000Z\n9223372036854775807\n1\n")]
    [InlineData("not ours")]
    public void What_cannot_be_read_is_counted(string text)
    {
        folder.Write("size", text);

        size.Add(20, Now).ShouldBeNull();
    }

    [Fact]
    public async Task Of_what_builds_add_at_the_same_time_nothing_is_lost_but_where_it_has_to_be_counted()
    {
        size.Set(0, Now);
        var added = 0;

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (_, _) =>
        {
            Interlocked.Add(ref added, new StoreSize(folder.Root).Add(7, Now) is null ? 0 : 7);
            return ValueTask.CompletedTask;
        });

        size.Add(0, Now).ShouldNotBeNull().ShouldBeInRange(added, 1400);
    }

    [Fact]
    public void A_store_that_is_not_there_gets_no_folder()
    {
        var none = new StoreSize(folder.At("nowhere"));

        none.Add(1, Now).ShouldBeNull();
        none.Set(1, Now);
        none.Forget();

        Directory.Exists(folder.At("nowhere")).ShouldBeFalse();
    }

    [Fact]
    public void After_it_was_emptied_it_is_counted()
    {
        size.Set(1000, Now);

        size.Forget();

        size.Add(1, Now).ShouldBeNull();
    }

    [Fact]
    public void To_prune_is_to_count()
    {
        var store = new ContentStore(folder.Root);
        store.TryKeep(Containerize.Oci.Digest.Of(new byte[10_000]), new byte[10_000]);
        store.TryKeep(Containerize.Oci.Digest.Of(new byte[100]), new byte[100]);

        StorePruner.Prune(folder.Root, long.MaxValue, Now, size);

        size.Add(0, Now).ShouldBe(10_000 + 4096);
        store.Grown.ShouldBe(10_000 + 4096);
    }
}
