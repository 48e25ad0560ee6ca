using Containerize.Host;
using Containerize.Oci;
using Containerize.Storage;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Storage;

public sealed class ContentStoreTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
    private static readonly Digest Name = Digest.Of(Content);

    private readonly TemporaryFolder folder = new();
    private readonly ContentStore store;

    public ContentStoreTests() => store = new ContentStore(folder.At("store"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_kept_is_opened_again()
    {
        Keep();

        await using var stream = await store.OpenAsync(Name, Content.Length, TestContext.Current.CancellationToken);
        var read = new MemoryStream();
        await stream.ShouldNotBeNull().CopyToAsync(read, TestContext.Current.CancellationToken);
        read.ToArray().ShouldBe(Content);
    }

    [Fact]
    public void A_draft_that_is_not_kept_leaves_nothing()
    {
        using (var draft = store.CreateDraft())
        {
            draft.Stream.Write(Content);
        }

        folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_altered_entry_is_not_used_and_removed()
    {
        Keep();
        var altered = (byte[])Content.Clone();
        altered[500] ^= 1;
        await File.WriteAllBytesAsync(store.PathOf(Name), altered, TestContext.Current.CancellationToken);

        (await store.OpenAsync(Name, Content.Length, TestContext.Current.CancellationToken)).ShouldBeNull();
        (await store.ReadAsync(Name, TestContext.Current.CancellationToken)).ShouldBeNull();
        folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_torn_entry_is_not_contained()
    {
        Keep();
        await File.WriteAllBytesAsync(store.PathOf(Name), Content[..500], TestContext.Current.CancellationToken);

        store.Contains(Name, Content.Length).ShouldBeFalse();
    }

    [Fact]
    public async Task Many_builds_may_keep_the_same_blob_at_once()
    {
        await Parallel.ForAsync(0, 50, TestContext.Current.CancellationToken, (_, _) =>
        {
            Keep();
            return ValueTask.CompletedTask;
        });

        folder.Files().ShouldHaveSingleItem();
        (await store.ReadAsync(Name, TestContext.Current.CancellationToken)).ShouldBe(Content);
    }

    [Fact]
    public async Task A_store_given_up_on_writes_to_its_spare_and_reads_from_both()
    {
        folder.Write("file", "not a folder");
        var told = new List<string>();
        var spare = new ContentStore(folder.At("spare"));
        var blocked = new ContentStore(folder.At("file/store"), spare, why => told.Add(why.Message));
        var failure = Should.Throw<IOException>(() => blocked.CreateDraft());

        blocked.GiveUpOn(blocked.Target, failure).ShouldBeTrue();
        blocked.GiveUpOn(blocked.Target, failure).ShouldBeFalse();
        blocked.TryKeep(Name, Content);
        blocked.TryWriteNote(NoteKind.Layers, "name", "text");

        told.ShouldHaveSingleItem();
        blocked.Contains(Name, Content.Length).ShouldBeTrue();
        (await blocked.ReadAsync(Name, TestContext.Current.CancellationToken)).ShouldBe(Content);
        blocked.ReadNote(NoteKind.Layers, "name").ShouldBe("text");
        (await spare.ReadAsync(Name, TestContext.Current.CancellationToken)).ShouldBe(Content);
    }

    [Fact]
    public void Writers_that_fail_at_once_all_write_to_the_spare_and_one_says_so()
    {
        var told = new List<string>();
        var full = new ContentStore(folder.At("store"), new ContentStore(folder.At("spare")), why => told.Add(why.Message));
        var (one, other) = (full.Target, full.Target);

        full.GiveUpOn(one, new IOException("full")).ShouldBeTrue();
        full.GiveUpOn(other, new IOException("full")).ShouldBeTrue();

        told.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_store_without_a_spare_is_not_given_up_on()
        => store.GiveUpOn(store, new IOException("full")).ShouldBeFalse();

    [Fact]
    public void What_is_used_is_stamped_when_its_stamp_is_old()
    {
        store.TryKeep(Name, Content);
        File.SetLastWriteTimeUtc(store.PathOf(Name), DateTime.UtcNow.AddDays(-3));

        store.Contains(Name, Content.Length).ShouldBeTrue();

        File.GetLastWriteTimeUtc(store.PathOf(Name)).ShouldBeGreaterThan(DateTime.UtcNow.AddHours(-1));
    }

    [Fact]
    public void A_note_is_read_back_and_a_missing_one_is_none()
    {
        store.TryWriteNote(NoteKind.Layers, "name", "text");

        store.ReadNote(NoteKind.Layers, "name").ShouldBe("text");
        store.ReadNote(NoteKind.Layers, "other").ShouldBeNull();
        folder.Files().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("/x/cache", "/home/me", "/x/cache/containerize")]
    [InlineData("relative", "/home/me", "/home/me/.cache/containerize")]
    [InlineData(null, "/home/me", "/home/me/.cache/containerize")]
    [InlineData(null, "", null)]
    public void On_Linux_the_cache_lies_where_the_XDG_specification_says(string? xdg, string home, string? expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has XDG folders");

        CacheLocation.Find(new HostEnvironment(name => name == "XDG_CACHE_HOME" ? xdg : null, home)).ShouldBe(expected);
    }

    private void Keep()
    {
        using var draft = store.CreateDraft();
        draft.Stream.Write(Content);
        draft.Keep(Name);
    }
}
