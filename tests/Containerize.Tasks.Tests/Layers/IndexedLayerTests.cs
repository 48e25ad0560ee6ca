using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using Containerize.Layers;
using Containerize.Storage;
using Containerize.Tar;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;
using ZstdSharp;
using Sha256 = Containerize.TestKit.Sha256;
using TarEntry = System.Formats.Tar.TarEntry;

namespace Containerize.Tests.Layers;

/// <summary>
/// Layers with a table of contents, of which a client fetches single files: the table tells of every file what the tar does, where it says lies that
/// file and nothing else, and whoever knows nothing of tables reads a plain layer.
/// </summary>
public sealed class IndexedLayerTests : IDisposable
{
    private const int ZstdBlock = 512 * 1024;
    private const int GzipBlock = 256 * 1024;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Encodings => ["zstd:chunked", "estargz"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_table_says_of_every_entry_what_the_tar_says(string compression)
    {
        var layer = Build(compression, Files());
        var table = Read(layer);
        var items = Items(layer.Tar).Where(item => item.Name != StargzLayer.TableName).ToArray();

        table.Names.ShouldBe(items.Select(item => item.Name));
        items.Length.ShouldBeGreaterThan(15);
        foreach (var item in items)
        {
            var entry = table.EntryOf(item.Name);
            ((string)entry["type"]!).ShouldBe(item.EntryType switch
            {
                TarEntryType.Directory => "dir",
                TarEntryType.SymbolicLink => "symlink",
                _ => "reg",
            });
            ((long?)entry["size"] ?? 0).ShouldBe(item.Length, item.Name);
            ((int)entry["mode"]!).ShouldBe((int)item.Mode, item.Name);
            ((int)entry["uid"]!).ShouldBe(item.Uid, item.Name);
            ((int)entry["gid"]!).ShouldBe(item.Gid, item.Name);
            ((string?)entry["linkName"] ?? string.Empty).ShouldBe(item.LinkName);
            ((string)entry["modtime"]!).ShouldBe(item.ModificationTime.ToString("yyyy-MM-ddTHH:mm:ssZ"), item.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Each_file_is_put_together_of_its_chunks_alone(string compression)
    {
        var files = Files();
        var table = Read(Build(compression, files));

        foreach (var file in files.Where(file => file.HasContent))
        {
            table.ContentOf(file.Path).ShouldBe(System.IO.File.ReadAllBytes(file.Source), file.Path);
        }
    }

    [Theory]
    [InlineData("zstd:chunked", ZstdBlock)]
    [InlineData("estargz", GzipBlock)]
    public void A_large_file_is_in_as_many_chunks_as_it_takes(string compression, int block)
    {
        var table = Read(Build(compression, Files()));

        table.ChunksOf("app/small.txt").Count.ShouldBe(1);
        table.ChunksOf("app/exact.bin").Count.ShouldBe(ZstdBlock / block);
        table.ChunksOf("app/more.bin").Count.ShouldBe((ZstdBlock / block) + 1);
        table.ChunksOf("app/model.bin").Count.ShouldBe((5_000_000 / block) + 1);
        table.ChunksOf("app/empty").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("zstd:chunked")]
    [InlineData("estargz")]
    public void At_another_level_the_content_is_the_same_and_the_blob_another(string compression)
    {
        LayerFile[] files = [Text("app/much.txt", 700_000, seed: 8)];
        var (usual, other) = (Build(compression, files), Build(compression + ":9", files));

        Read(other).ContentOf("app/much.txt").ShouldBe(System.IO.File.ReadAllBytes(files[0].Source));
        other.Built.Content.ShouldBe(usual.Built.Content);
        other.Built.Blob.Digest.ShouldNotBe(usual.Built.Blob.Digest);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_tar_is_the_one_that_the_configuration_will_name(string compression)
    {
        var layer = Build(compression, Files());

        Sha256.Of(layer.Tar).ShouldBe(layer.Built.DiffId.ToString());
        layer.Tar.LongLength.ShouldBe(layer.Built.Size);
        layer.Blob.LongLength.ShouldBe(layer.Built.Blob.Size);
        layer.Tar.AsSpan(layer.Tar.Length - 1024).ContainsAnyExcept((byte)0).ShouldBeFalse();
    }

    [Fact]
    public void Of_zstd_the_tar_is_that_of_any_other_layer_and_can_be_put_together_of_its_frame_and_the_files()
    {
        var chunked = Build("zstd:chunked", Files());
        var plain = Build("zstd", Files());

        chunked.Built.DiffId.ShouldBe(plain.Built.DiffId);
        ((ChunkedZstdLayer)Read(chunked)).AssembleTar().ShouldBe(plain.Tar);
    }

    [Fact]
    public void Of_eStargz_the_tar_has_two_files_more_and_members_that_all_end_where_the_next_begins()
    {
        var indexed = Build("estargz", Files());
        var plain = Build("gzip", Files());
        var table = (StargzLayer)Read(indexed);

        indexed.Built.Content.ShouldBe(new SizedDigest(plain.Built.DiffId, plain.Built.Size));
        indexed.Tar.AsSpan(0, plain.Tar.Length - 1024).SequenceEqual(plain.Tar.AsSpan(0, plain.Tar.Length - 1024)).ShouldBeTrue();
        Items(indexed.Tar).Skip(Items(plain.Tar).Count).Select(item => item.Name).ShouldBe([StargzLayer.LandmarkName, StargzLayer.TableName]);
        table.UnpackAll().ShouldBe(indexed.Tar);
        table.ContentOf(StargzLayer.LandmarkName).ShouldBe([0xf]);
        ((string)indexed.Annotations["io.containers.estargz.uncompressed-size"]!).ShouldBe(indexed.Tar.Length.ToString());
    }

    /// <summary>Clients that verify lazily know a chunk by its digest and its place.</summary>
    [Fact]
    public void Of_eStargz_each_chunk_has_a_digest_and_no_two_the_same_place()
    {
        var chunks = Read(Build("estargz", Files())).Table["entries"]!.AsArray().Where(entry => entry!["offset"] is not null).ToArray();

        chunks.Length.ShouldBeGreaterThan(20);
        chunks.ShouldAllBe(chunk => chunk!["chunkDigest"] != null);
        chunks.Select(chunk => (long)chunk!["offset"]!).ShouldBeUnique();
        chunks.Select(chunk => (long)chunk!["offset"]!).ShouldBeInOrder();
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Found_in_the_cache_the_layer_is_the_same_annotations_and_all(string compression)
    {
        var files = Files();
        var built = Build(compression, files, "store").Built;

        var found = Builder(compression, "store").Find(files, CancellationToken.None).Known.ShouldNotBeNull();

        ShouldBeTheSame(found, built);
        found.FromCache.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void With_or_without_a_predecessor_the_layer_is_the_same(string compression)
    {
        var files = Files();
        Build(compression, files, "warm");
        files[0] = Text("app/small.txt", 90_000, seed: 99);

        ShouldBeTheSame(Build(compression, files, "warm").Built, Build(compression, files, "cold").Built);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Built_many_times_at_once_and_in_another_order_the_layer_is_the_same(string compression)
    {
        var files = Files();
        var first = Build(compression, files, "first").Built;

        var others = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
            .Select(i => Build(compression, [.. files.OrderBy(_ => Guid.NewGuid())], $"other-{i}").Built).ToArray();

        Array.ForEach(others, other => ShouldBeTheSame(other, first));
    }

    [Theory]
    [InlineData("zstd:chunked")]
    [InlineData("estargz")]
    public void A_layer_of_a_folder_alone_has_a_table_too(string compression)
    {
        var layer = Build(compression, [new LayerFile("data", string.Empty, 0, false) { Folder = new FileRights(1654, 1654, 0b111_101_000) }]);

        Read(layer).Names.ShouldBe(compression == "estargz" ? ["data/", StargzLayer.LandmarkName] : ["data/"]);
        Sha256.Of(layer.Tar).ShouldBe(layer.Built.DiffId.ToString());
    }

    [Theory]
    [InlineData("zstd:chunked")]
    [InlineData("estargz")]
    public void A_note_of_the_cache_that_is_torn_is_as_good_as_none(string compression)
    {
        var files = Files();
        var built = Build(compression, files, "store").Built;
        var store = new ContentStore(folder.At("store"));
        var notes = NoteKind.Layers.Within(LayerEncoding.Parse(compression).Id);
        var note = store.ReadNote(notes, built.Content.Digest.Hex)!;

        foreach (var torn in (string[])["", "nonsense", note.Split('\n')[0], string.Join('\n', note.Split('\n')[..2]), note[..(note.IndexOf('=', StringComparison.Ordinal) - 1)]])
        {
            store.TryWriteNote(notes, built.Content.Digest.Hex, torn);
            Builder(compression, "store").Find(files, CancellationToken.None).Known.ShouldBeNull(torn);
        }
    }

    [Theory]
    [InlineData("zstd:chunked:0")]
    [InlineData("zstd:chunked:20")]
    [InlineData("zstd:chunked:3:3")]
    [InlineData("zstd:chunked:")]
    [InlineData("zstd:Chunked")]
    [InlineData("estargz:10")]
    [InlineData("estargz:chunked")]
    [InlineData("gzip:chunked")]
    public void There_are_no_others(string compression)
        => Should.Throw<Containerize.Diagnostics.ContainerizeException>(() => LayerEncoding.Parse(compression)).Message.ShouldContain("zstd:chunked, estargz");

    private static void ShouldBeTheSame(BuiltLayer one, BuiltLayer other)
    {
        one.DiffId.ShouldBe(other.DiffId);
        one.Content.ShouldBe(other.Content);
        one.Size.ShouldBe(other.Size);
        one.Blob.Digest.ShouldBe(other.Blob.Digest);
        one.Blob.Annotations!.ToJsonString().ShouldBe(other.Blob.Annotations!.ToJsonString());
    }

    private static IndexedLayer Read(Packed layer)
        => layer.Built.Blob.MediaType.EndsWith("zstd", StringComparison.Ordinal)
            ? ChunkedZstdLayer.Read(layer.Blob, layer.Annotations, Unzstd)
            : StargzLayer.Read(layer.Blob, layer.Annotations);

    private static byte[] Unzstd(byte[] frames)
    {
        var content = new MemoryStream();
        using var stream = new DecompressionStream(new MemoryStream(frames));
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static List<TarEntry> Items(byte[] tar)
    {
        using var reader = new TarReader(new MemoryStream(tar));
        var items = new List<TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            items.Add(entry);
        }

        return items;
    }

    private Packed Build(string compression, LayerFile[] files, string? name = null)
    {
        name ??= Guid.NewGuid().ToString("N");
        var builder = Builder(compression, name);
        var built = builder.Build(files, builder.Find(files, CancellationToken.None).Content, CancellationToken.None);
        var blob = System.IO.File.ReadAllBytes(new ContentStore(folder.At(name)).PathOf(built.Blob.Digest));
        var tar = new MemoryStream();
        using var unpacked = Containerize.Images.PackedTar.Unpack(new MemoryStream(blob), built.Blob.MediaType);
        unpacked.CopyTo(tar);
        return new Packed(built, blob, tar.ToArray());
    }

    private LayerBuilder Builder(string compression, string name)
    {
        var store = new ContentStore(folder.At(name));
        return new LayerBuilder(store, new LayerCache(store), new StatIndex(store, TimeProvider.System), LayerEncoding.Parse(compression));
    }

    private LayerFile[] Files() =>
    [
        Text("app/small.txt", 1000, seed: 1),
        Text("app/small2.txt", 1, seed: 2),
        Text("app/empty", 0, seed: 3),
        Text("app/block.txt", 512, seed: 4),
        Noise("app/exact.bin", ZstdBlock, seed: 5),
        Noise("app/more.bin", ZstdBlock + 1, seed: 6),
        Noise("app/model.bin", 5_000_000, seed: 7),
        Text("app/much.txt", 1_300_000, seed: 8),
        Text("app/run", 300, seed: 9) with { Executable = true },
        Text("app/wwwroot/dated.css", 2000, seed: 10) with { IsDatedByContent = true },
        Text("app/größe/日本語.txt", 700, seed: 11),
        Text($"app/{string.Join('/', Enumerable.Repeat("long", 30))}/{new string('n', 120)}.txt", 800, seed: 12),
        Text("app/rights.txt", 10, seed: 13) with { Rights = new FileRights(3_000_000, 42, 0b110_000_000) },
        Text("zz/last.txt", 5, seed: 14),
        new LayerFile("app/link", string.Empty, 0, false) { LinkTarget = "small.txt" },
        new LayerFile("app/far-link", string.Empty, 0, false) { LinkTarget = "größe/" + new string('x', 120) },
        new LayerFile("data", string.Empty, 0, false) { Folder = new FileRights(1654, 1654, 0b111_101_000) },
    ];

    private LayerFile Text(string path, int length, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(length);
        while (text.Length < length)
        {
            text.Append((char)('a' + (random.Next(26) & random.Next(26))));
        }

        return Write(path, Encoding.ASCII.GetBytes(text.ToString()), seed);
    }

    private LayerFile Noise(string path, int length, int seed)
    {
        var noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return Write(path, noise, seed);
    }

    private LayerFile Write(string path, byte[] content, int seed) => new(path, folder.Write($"files/{seed}", content), content.Length, Executable: false);

    /// <param name="Blob">As stored.</param>
    /// <param name="Tar">As whoever knows nothing of tables reads it.</param>
    private sealed record Packed(BuiltLayer Built, byte[] Blob, byte[] Tar)
    {
        public JsonObject Annotations => Built.Blob.Annotations!;
    }
}
