using System.Formats.Tar;
using Containerize.Diagnostics;
using Containerize.Layers;
using Containerize.Storage;
using Containerize.Tar;
using Containerize.TestKit;
using Shouldly;
using Xunit;
using TarEntry = System.Formats.Tar.TarEntry;

namespace Containerize.Tests.Layers;

public sealed class LayerTarTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Only_what_is_executable_may_be_executed()
    {
        var items = Items([File("app/Shop.dll"), File("app/run") with { Executable = true }]);

        items["app/Shop.dll"].ShouldBe((UnixFileMode)0b110_100_100);
        items["app/run"].ShouldBe((UnixFileMode)0b111_101_101);
        items["app/"].ShouldBe((UnixFileMode)0b111_101_101);
    }

    [Fact]
    public void Entries_come_in_ordinal_order_and_not_in_that_of_any_language()
        => Items([File("a"), File("B"), File("_"), File("é"), File("z")]).Keys.ShouldBe(["B", "_", "a", "z", "é"]);

    [Fact]
    public void A_folder_where_a_file_was_is_an_error_that_names_it()
    {
        var file = File("app/data");
        System.IO.File.Delete(file.Source);
        Directory.CreateDirectory(file.Source);

        var failure = Should.Throw<ContainerizeException>(() => LayerTar.Write(Stream.Null, [file], 256 * 1024, CancellationToken.None));
        failure.Code.ShouldBe(ErrorCodes.FileUnreadable);
        failure.Message.ShouldContain("app/data");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_file_of_another_size_than_planned_has_changed(int difference)
    {
        var file = File("app/data");

        var failure = Should.Throw<ContainerizeException>(() => LayerTar.Write(Stream.Null, [file with { Size = file.Size + difference }], 256 * 1024, CancellationToken.None));
        failure.Code.ShouldBe(ErrorCodes.FileChanged);
        failure.Message.ShouldContain(file.Source);
    }

    [Fact]
    public void A_layer_of_no_files_is_an_empty_tar()
    {
        var output = new MemoryStream();

        LayerTar.Write(output, [], 256 * 1024, CancellationToken.None);

        output.ToArray().ShouldBe(new byte[1024]);
    }

    [Fact]
    public void A_link_is_a_link_and_a_folder_may_be_somebody_s()
    {
        var output = new MemoryStream();
        var longTarget = "../" + string.Join('/', Enumerable.Repeat("a-folder-of-twenty-c", 8)) + "/ü";

        LayerTar.Write(
            output,
            [
                new LayerFile("data", string.Empty, 0, false) { Folder = new FileRights(1654, 1_000_680_000, 0b1_111_111_111) },
                new LayerFile("app/current", string.Empty, 0, false) { LinkTarget = "v1/x" },
                new LayerFile("app/far", string.Empty, 0, false) { LinkTarget = longTarget },
            ],
            256 * 1024,
            CancellationToken.None);

        output.Position = 0;
        using var reader = new TarReader(output);
        var entries = new List<TarEntry>();
        while (reader.GetNextEntry() is { } entry)
        {
            entries.Add(entry);
        }

        entries.Select(entry => $"{entry.EntryType} {entry.Name} {entry.LinkName} {entry.Uid}:{entry.Gid} {Convert.ToString((int)entry.Mode, 8)}").ShouldBe(
        [
            "Directory app/  0:0 755",
            "SymbolicLink app/current v1/x 0:0 777",
            $"SymbolicLink app/far {longTarget} 0:0 777",
            "Directory data/  1654:1000680000 1777",
        ]);
        entries.ShouldAllBe(entry => entry.ModificationTime == Containerize.Tar.TarEntry.Time);
    }

    [Fact]
    public void Of_folders_that_are_not_ours_nothing_is_said()
        => Items([File("srv/shop/sub/a") with { Above = "srv" }, File("etc/conf.d/b") with { Above = "etc/conf.d" }]).Keys.ShouldBe(["etc/conf.d/b", "srv/shop/", "srv/shop/sub/", "srv/shop/sub/a"]);

    [RanInto("files served by UseStaticFiles", "an edit that keeps a file's length", "another time in the image, so another ETag, and the same for the same content")]
    [Fact]
    public void A_file_for_the_web_has_a_time_of_its_content()
    {
        DateTimeOffset TimeOf(string content)
        {
            var file = new LayerFile("app/site.css", folder.Write("files/site.css", content), content.Length, Executable: false) { IsDatedByContent = true };
            var output = new MemoryStream();
            LayerTar.Write(output, [file], 256 * 1024, CancellationToken.None);
            output.Position = 0;
            using var reader = new TarReader(output);
            reader.GetNextEntry().ShouldNotBeNull().ModificationTime.ShouldBe(Containerize.Tar.TarEntry.Time);
            return reader.GetNextEntry().ShouldNotBeNull().ModificationTime;
        }

        var red = TimeOf("body { color: red }");
        TimeOf("body { color: tan }").ShouldNotBe(red);
        TimeOf("body { color: red }").ShouldBe(red);
        red.ShouldBeInRange(ContentTime.First, new DateTimeOffset(2024, 4, 3, 0, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("sha256:0000000000000000000000000000000000000000000000000000000000000000 12")]
    [InlineData("{digest} -1")]
    [InlineData("{digest} {size} more")]
    public void A_note_of_the_cache_that_makes_no_sense_is_as_good_as_none(string note)
    {
        var store = new ContentStore(folder.At("store"));
        var encoding = LayerEncoding.Parse(null);
        var builder = new LayerBuilder(store, new LayerCache(store), new StatIndex(store, TimeProvider.System), encoding);
        LayerFile[] files = [File("app/a")];
        var built = builder.Build(files, builder.Find(files, CancellationToken.None).Content, CancellationToken.None);
        store.TryWriteNote(
            NoteKind.Layers.Within(encoding.Id),
            built.DiffId.Hex,
            note.Replace("{digest}", built.Blob.Digest.ToString(), StringComparison.Ordinal).Replace("{size}", built.Blob.Size.ToString(), StringComparison.Ordinal));

        builder.Find(files, CancellationToken.None).Known.ShouldBeNull();
        builder.Build(files, built.DiffId, CancellationToken.None).Blob.ShouldBe(built.Blob);
        builder.Find(files, CancellationToken.None).Known.ShouldNotBeNull();
    }

    [Fact]
    public void Two_stores_make_the_same_blob_of_the_same_files()
    {
        LayerFile[] files = [File("app/a"), Big("app/b", 700_000)];

        Build("one", files).Blob.ShouldBe(Build("two", [.. files.Reverse()]).Blob);
    }

    [Fact]
    public void The_builder_hashes_the_very_bytes_it_stores()
    {
        var built = Build("store", [Big("app/b", 700_000)]);

        var blob = System.IO.File.ReadAllBytes(new ContentStore(folder.At("store")).PathOf(built.Blob.Digest));
        blob.LongLength.ShouldBe(built.Blob.Size);
        Containerize.TestKit.Sha256.Of(blob).ShouldBe(built.Blob.Digest.ToString());
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(blob), System.IO.Compression.CompressionMode.Decompress);
        var tar = new MemoryStream();
        gzip.CopyTo(tar);
        tar.Length.ShouldBe(built.Size);
        Containerize.TestKit.Sha256.Of(tar.ToArray()).ShouldBe(built.DiffId.ToString());
    }

    private BuiltLayer Build(string name, LayerFile[] files)
    {
        var store = new ContentStore(folder.At(name));
        var builder = new LayerBuilder(store, new LayerCache(store), new StatIndex(store, TimeProvider.System), LayerEncoding.Parse(null));
        return builder.Build(files, builder.Find(files, CancellationToken.None).Content, CancellationToken.None);
    }

    private LayerFile File(string path)
    {
        var content = $"content of {path}";
        return new LayerFile(path, folder.Write("files/" + path, content), System.Text.Encoding.UTF8.GetByteCount(content), Executable: false);
    }

    private LayerFile Big(string path, int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content.AsSpan(0, size / 2));
        return new LayerFile(path, folder.Write("files/" + path, content), size, Executable: false);
    }

    private static Dictionary<string, UnixFileMode> Items(IReadOnlyList<LayerFile> files)
    {
        var tar = new MemoryStream();
        LayerTar.Write(tar, files, 256 * 1024, CancellationToken.None);
        tar.Position = 0;
        using var reader = new TarReader(tar);
        var items = new Dictionary<string, UnixFileMode>(StringComparer.Ordinal);
        while (reader.GetNextEntry() is { } entry)
        {
            items.Add(entry.Name, entry.Mode);
        }

        return items;
    }
}
