using System.Reflection;
using Containerize.Oci;
using Containerize.Storage;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Storage;

public sealed class StorePrunerTests : IDisposable
{
    private const int Size = 10_000;

    private readonly DateTime now = DateTime.UtcNow;
    private readonly TemporaryFolder folder = new();
    private readonly ContentStore store;

    public StorePrunerTests() => store = new ContentStore(folder.Root);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Within_the_limit_nothing_goes()
    {
        var blob = Keep(1, daysAgo: 100);

        StorePruner.Prune(folder.Root, Size, now).ShouldBe((0, 0));

        store.Contains(blob, Size).ShouldBeTrue();
    }

    [Fact]
    public void What_was_not_used_for_longest_goes_first()
    {
        var old = Keep(1, daysAgo: 9);
        var recent = Keep(2, daysAgo: 1);
        var older = Keep(3, daysAgo: 20);
        var middle = Keep(4, daysAgo: 5);

        StorePruner.Prune(folder.Root, 2 * Size + Size / 2, now);

        new[] { older, old, middle, recent }.Select(blob => store.Contains(blob, Size)).ShouldBe([false, false, true, true]);
    }

    [Fact]
    public async Task Files_that_other_builds_finish_or_drop_meanwhile_are_no_obstacle()
    {
        Keep(1, daysAgo: 0);
        var writing = Task.Run(
            () =>
            {
                for (var i = 0; i < 3000; i++)
                {
                    store.CreateDraft().Dispose();
                }
            },
            TestContext.Current.CancellationToken);

        while (!writing.IsCompleted)
        {
            StorePruner.Prune(folder.Root, long.MaxValue, now).ShouldBe((0, 0));
        }

        await writing;
    }

    [Fact]
    public void Notes_count_and_go_too()
    {
        for (var i = 0; i < 10; i++)
        {
            store.TryWriteNote(NoteKind.Layers, $"note{i}", "text");
        }

        StorePruner.Prune(folder.Root, 20_000, now).Files.ShouldBeInRange(5, 6);
    }

    [Fact]
    public void Notes_of_every_kind_go()
    {
        var kinds = typeof(NoteKind).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (NoteKind)field.GetValue(null)!).ToArray();
        foreach (var kind in kinds)
        {
            store.TryWriteNote(kind, "name", "text");
            store.TryWriteNote(kind.Within("part"), "name", "text");
        }

        StorePruner.Prune(folder.Root, 0, now).Files.ShouldBe(kinds.Length * 2);

        kinds.ShouldNotBeEmpty();
        folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public void With_no_room_at_all_everything_of_the_stores_goes_and_nothing_else()
    {
        Keep(1, daysAgo: 0);
        store.TryWriteNote(NoteKind.Stats, "name", "text");
        folder.Write("keep.txt", "somebody else's");
        folder.Write("photos/keep.jpg", "somebody else's");

        StorePruner.Prune(folder.Root, 0, now).Files.ShouldBe(2);

        folder.Files().ShouldBe(["keep.txt", "photos/keep.jpg"], ignoreOrder: true);
    }

    [Fact]
    public void Unfinished_files_go_when_nobody_can_be_writing_them_any_more()
    {
        folder.Write("blobs/sha256/.tmp-new", "half");
        folder.Write("blobs/sha256/.tmp-old", "half");
        File.SetLastWriteTimeUtc(folder.At("blobs/sha256/.tmp-old"), now.AddDays(-2));

        StorePruner.Prune(folder.Root, Size, now);

        folder.Files().ShouldBe(["blobs/sha256/.tmp-new"]);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_clean()
        => StorePruner.Prune(folder.At("nowhere"), 0, now).ShouldBe((0, 0));

    private Digest Keep(byte content, int daysAgo)
    {
        var bytes = Enumerable.Repeat(content, Size).ToArray();
        var digest = Digest.Of(bytes);
        store.TryKeep(digest, bytes);
        File.SetLastWriteTimeUtc(store.PathOf(digest), now.AddDays(-daysAgo));
        return digest;
    }
}
