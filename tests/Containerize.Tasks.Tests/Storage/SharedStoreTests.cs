using Containerize.Oci;
using Containerize.Storage;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Storage;

/// <summary>A store that other builds use at the same time, or that someone has laid hands on.</summary>
public sealed class SharedStoreTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
    private static readonly Digest Name = Digest.Of(Content);

    private readonly TemporaryFolder folder = new();
    private readonly ContentStore store;

    public SharedStoreTests() => store = new ContentStore(folder.At("store"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_draft_is_no_entry_before_it_is_kept()
    {
        using var draft = store.CreateDraft();
        draft.Stream.Write(Content);

        store.Contains(Name, Content.Length).ShouldBeFalse();
        draft.Keep(Name);
        store.Contains(Name, Content.Length).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task An_entry_of_another_size_than_wanted_is_not_opened(int difference)
    {
        Keep(store);

        (await store.OpenAsync(Name, Content.Length + difference, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Readers_and_writers_of_one_blob_never_see_half_of_it()
    {
        Keep(store);
        await Parallel.ForAsync(0, 100, Cancellation, async (i, token) =>
        {
            if (i % 2 == 0)
            {
                Keep(new ContentStore(store.Root));
            }
            else
            {
                (await new ContentStore(store.Root).ReadAsync(Name, token)).ShouldBe(Content);
            }
        });

        folder.Files().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Stopped_while_hashing_it_lets_go_of_the_file()
    {
        Keep(store);
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => store.OpenAsync(Name, Content.Length, canceled.Token));

        using var alone = new FileStream(store.PathOf(Name), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        alone.Length.ShouldBe(Content.Length);
    }

    [Fact]
    public async Task A_folder_in_an_entrys_place_is_no_entry()
    {
        Directory.CreateDirectory(store.PathOf(Name));

        store.Contains(Name, Content.Length).ShouldBeFalse();
        (await store.OpenAsync(Name, Content.Length, Cancellation)).ShouldBeNull();
        (await store.ReadAsync(Name, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public void A_store_that_cannot_be_written_costs_small_blobs_only_their_keeping()
    {
        folder.Write("file", "not a folder");
        var blocked = new ContentStore(folder.At("file"));

        blocked.TryKeep(Name, Content);
        blocked.TryWriteNote(NoteKind.Layers, "name", "text");

        blocked.Contains(Name, Content.Length).ShouldBeFalse();
        folder.Files().ShouldBe(["file"]);
    }

    private static void Keep(ContentStore where)
    {
        using var draft = where.CreateDraft();
        draft.Stream.Write(Content);
        draft.Keep(Name);
    }
}
