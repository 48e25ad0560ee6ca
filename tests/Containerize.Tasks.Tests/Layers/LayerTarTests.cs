using System.Formats.Tar;
using Containerize.Diagnostics;
using Containerize.Layers;
using Containerize.Storage;
using Shouldly;
using Xunit;

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
        var built = builder.Build(files, builder.Find(files, CancellationToken.None).DiffId, CancellationToken.None);
        store.TryWriteNote(
            Path.Join("layers", encoding.Id),
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
        return builder.Build(files, builder.Find(files, CancellationToken.None).DiffId, CancellationToken.None);
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
