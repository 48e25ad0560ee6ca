using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Layers;
using Containerize.Oci;
using Containerize.Storage;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layers;

public sealed class LayerBuilderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ContentStore store;
    private readonly LayerBuilder builder;

    public LayerBuilderTests()
    {
        store = new ContentStore(folder.At("store"));
        builder = Builder();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Directories_come_once_and_before_what_is_in_them()
    {
        var names = Names([File("app/b/c.txt"), File("app/a.txt"), File("app/b/d/e.txt"), File("app/b-c.txt")]);

        names.ShouldBe(["app/", "app/a.txt", "app/b-c.txt", "app/b/", "app/b/c.txt", "app/b/d/", "app/b/d/e.txt"]);
    }

    [Fact]
    public void The_order_of_the_files_does_not_matter()
    {
        LayerFile[] files = [File("app/a.txt"), File("app/b.txt"), File("app/c/d.txt")];

        Find([.. files.Reverse()]).ShouldBe(Find(files));
    }

    [Fact]
    public void Times_and_modes_on_disk_do_not_matter()
    {
        var file = File("app/a.txt");
        var before = Find([file]);
        System.IO.File.SetLastWriteTimeUtc(file.Source, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(file.Source, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        }

        Find([file]).ShouldBe(before);
    }

    [Fact]
    public async Task A_tar_that_somebody_else_packed_becomes_the_same_blob_as_its_files_would()
    {
        LayerFile[] files = [File("app/a.txt"), File("app/b.txt")];
        using var tar = new MemoryStream();
        LayerTar.Write(tar, files, 1 << 20, CancellationToken.None);
        var (diffId, _, _) = builder.Find(files, CancellationToken.None);

        var taken = await builder.TakeAsync(Saved(folder.Write("layer.tar", tar.ToArray())), diffId, CancellationToken.None);

        taken.Blob.ShouldBe(builder.Build(files, diffId, CancellationToken.None).Blob);
    }

    [RanInto("a builder that keeps layers compressed", "ContainerizeBuilder=docker with containerd's image store, whose docker save holds gzip or zstd layers", "they are unpacked and checked against the configuration, and the image is the direct one's")]
    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task A_layer_that_a_builder_keeps_compressed_becomes_the_same_blob(string compression)
    {
        var tar = new byte[100_000];
        Random.Shared.NextBytes(tar);
        var diffId = Containerize.Oci.Digest.Of(tar);
        var plain = await builder.TakeAsync(Saved(folder.Write("layer.tar", tar)), diffId, CancellationToken.None);

        (await Builder().TakeAsync(Saved(folder.Write("layer", Compressed(tar, compression))), diffId, CancellationToken.None)).ShouldBe(plain with { FromCache = true });
        var elsewhere = new ContentStore(folder.At("elsewhere"));
        var anew = await new LayerBuilder(elsewhere, new LayerCache(elsewhere), new StatIndex(elsewhere, TimeProvider.System), LayerEncoding.Parse(null))
            .TakeAsync(Saved(folder.At("layer")), diffId, CancellationToken.None);
        anew.ShouldBe(plain);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("gzip", true)]
    [InlineData("zstd", false)]
    [InlineData("zstd", true)]
    public async Task A_compressed_layer_that_is_damaged_or_another_is_a_coded_error(string compression, bool isCut)
    {
        var tar = new byte[100_000];
        Random.Shared.NextBytes(tar);
        var packed = Compressed(tar, compression);
        var diffId = Containerize.Oci.Digest.Of(isCut ? tar : [1]);

        var failure = await Should.ThrowAsync<ContainerizeException>(
            () => builder.TakeAsync(Saved(folder.Write("layer", isCut ? packed[..(packed.Length / 2)] : packed)), diffId, CancellationToken.None));

        failure.Code.ShouldBe(ErrorCodes.DigestMismatch);
        failure.Message.ShouldContain(diffId.ToString());
        folder.Files().ShouldBe(["layer"]);
    }

    [Fact]
    public async Task A_tar_is_taken_into_the_spare_store_where_the_cache_cannot_be_written()
    {
        List<Exception> told = [];
        var spare = new ContentStore(folder.At("spare"));
        var broken = new ContentStore(folder.Write("file", "not a folder"), spare, told.Add);
        var taker = new LayerBuilder(broken, new LayerCache(broken), new StatIndex(broken, TimeProvider.System), LayerEncoding.Parse(null));
        var tar = new byte[1024];

        var taken = await taker.TakeAsync(Saved(folder.Write("layer.tar", tar)), Containerize.Oci.Digest.Of(tar), CancellationToken.None);

        told.ShouldHaveSingleItem();
        spare.Contains(taken.Blob.Digest, taken.Blob.Size).ShouldBeTrue();
    }

    [Fact]
    public async Task A_tar_without_a_store_to_take_it_is_a_coded_error()
    {
        var broken = new ContentStore(folder.Write("file", "not a folder"));
        var taker = new LayerBuilder(broken, new LayerCache(broken), new StatIndex(broken, TimeProvider.System), LayerEncoding.Parse(null));
        var tar = new byte[1024];

        var failure = await Should.ThrowAsync<ContainerizeException>(() => taker.TakeAsync(Saved(folder.Write("layer.tar", tar)), Containerize.Oci.Digest.Of(tar), CancellationToken.None));

        failure.Code.ShouldBe(ErrorCodes.CacheUnusable);
        failure.Message.ShouldContain(folder.At("file"));
    }

    /// <summary>As a builder saved it. Before each opening garbage is collected: a decoder that nobody needs any more must not close what is read next.</summary>
    private static ImageBlob Saved(string path)
    {
        using var content = System.IO.File.OpenRead(path);
        return new ImageBlob(new Descriptor(PackedTar.MediaTypeOf(content), Containerize.Oci.Digest.Of([]), content.Length), "layer", Sources: [], _ =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult<Stream>(System.IO.File.OpenRead(path));
        });
    }

    private static byte[] Compressed(byte[] content, string compression)
    {
        using var packed = new MemoryStream();
        using (Stream into = compression == "gzip" ? new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true) : new ZstdSharp.CompressionStream(packed, leaveOpen: true))
        {
            into.Write(content);
        }

        return packed.ToArray();
    }

    [Fact]
    public void A_layer_is_made_once_and_found_from_then_on()
    {
        LayerFile[] files = [File("app/a.txt")];
        var (diffId, _, known) = builder.Find(files, CancellationToken.None);
        known.ShouldBeNull();

        var built = builder.Build(files, diffId, CancellationToken.None);

        var again = builder.Find(files, CancellationToken.None).Known.ShouldNotBeNull();
        again.FromCache.ShouldBeTrue();
        (again with { FromCache = false }).ShouldBe(built);
    }

    [Fact]
    public void Another_encoder_does_not_find_it()
    {
        LayerFile[] files = [File("app/a.txt")];
        builder.Build(files, builder.Find(files, CancellationToken.None).Content, CancellationToken.None);

        Builder("gzip:9").Find(files, CancellationToken.None).Known.ShouldBeNull();
    }

    [Fact]
    public void A_file_that_changes_length_is_an_error_and_leaves_nothing()
    {
        var file = File("app/a.txt");
        var diffId = Find([file]);
        System.IO.File.AppendAllText(file.Source, "more");

        Failure(() => builder.Build([file], diffId, CancellationToken.None)).Code.ShouldBe(ErrorCodes.FileChanged);
        folder.Files().ShouldBe(["app/a.txt"]);
    }

    [Fact]
    public void A_file_that_changes_its_content_only_is_an_error_too()
    {
        var file = File("app/a.txt");
        var diffId = Find([file]);
        System.IO.File.WriteAllText(file.Source, new string('!', (int)file.Size));

        Failure(() => builder.Build([file], diffId, CancellationToken.None)).Code.ShouldBe(ErrorCodes.FileChanged);
    }

    [Fact]
    public void A_file_that_is_gone_is_an_error_that_names_it()
    {
        var file = File("app/a.txt");
        System.IO.File.Delete(file.Source);

        var failure = Failure(() => Find([file]));
        failure.Code.ShouldBe(ErrorCodes.FileUnreadable);
        failure.Message.ShouldContain(file.Source);
    }

    [Fact]
    public void A_canceled_build_leaves_nothing()
    {
        var file = File("app/a.txt");
        var diffId = Find([file]);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        Should.Throw<OperationCanceledException>(() => builder.Build([file], diffId, canceled.Token));
        folder.Files().ShouldBe(["app/a.txt"]);
    }

    [Fact]
    public void A_settled_layer_is_known_without_reading_its_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells the time of the last change");
        var clock = new LateClock();
        var file = File("app/a.txt");
        var patient = Builder(clock: clock);
        var before = patient.Find([file], CancellationToken.None).Content;

        var notes = Directory.GetFiles(Path.Join(store.Root, "stats")).ShouldHaveSingleItem();
        System.IO.File.WriteAllText(notes, System.IO.File.ReadAllText(notes).Replace(before.Hex, new string('0', 64), StringComparison.Ordinal));
        patient.Find([file], CancellationToken.None).Content.Hex.ShouldBe(new string('0', 64));
    }

    [Fact]
    public void A_file_rewritten_with_its_old_time_and_length_is_read_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells the time of the last change");
        var patient = Builder(clock: new LateClock());
        var file = File("app/a.txt");
        var before = patient.Find([file], CancellationToken.None).Content;
        var time = System.IO.File.GetLastWriteTimeUtc(file.Source);
        System.IO.File.WriteAllText(file.Source, new string('!', (int)file.Size));
        System.IO.File.SetLastWriteTimeUtc(file.Source, time);

        patient.Find([file], CancellationToken.None).Content.ShouldNotBe(before);
    }

    [Fact]
    public void Files_that_were_just_written_are_not_taken_for_settled()
    {
        Find([File("app/a.txt")]);

        Directory.Exists(Path.Join(store.Root, "stats")).ShouldBeFalse();
    }

    private LayerBuilder Builder(string encoding = "gzip", TimeProvider? clock = null)
        => new(store, new LayerCache(store), new StatIndex(store, clock ?? TimeProvider.System), LayerEncoding.Parse(encoding));

    private LayerFile File(string path)
    {
        var content = $"content of {path}";
        return new LayerFile(path, folder.Write(path, content), content.Length, Executable: false);
    }

    private Containerize.Oci.Digest Find(IReadOnlyList<LayerFile> files) => builder.Find(files, CancellationToken.None).Content;

    private static ContainerizeException Failure(Action act) => Should.Throw<ContainerizeException>(act);

    private static List<string> Names(IReadOnlyList<LayerFile> files)
    {
        var tar = new MemoryStream();
        LayerTar.Write(tar, files, 256 * 1024, CancellationToken.None);
        tar.Position = 0;
        using var reader = new System.Formats.Tar.TarReader(tar);
        var names = new List<string>();
        while (reader.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }

    /// <summary>An hour later, everything written now has settled.</summary>
    private sealed class LateClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddHours(1);
    }
}
