using Containerize.Layers;
using Containerize.Storage;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layers;

/// <summary>A changed file in a large layer: only its own blocks are compressed again, and the result is what compressing everything gives.</summary>
public sealed class BlockReuseTests : IDisposable
{
    private const int Block = 256 * 1024;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("none")]
    public void With_or_without_a_predecessor_the_layer_is_the_same(string compression)
    {
        var files = Files(seed: 1);
        Build("warm", compression, files);
        files[3] = File("app/3.txt", seed: 99, length: (2 * Block) + 12_345);

        var warm = Build("warm", compression, files);

        warm.Blob.ShouldBe(Build("cold", compression, files).Blob);
    }

    [Fact]
    public async Task Only_what_changed_is_compressed_again()
    {
        var files = Files(seed: 1);
        Build("store", "gzip", files);
        files[3] = File("app/3.txt", seed: 99, length: (2 * Block) + 12_345);

        var encoding = new CountingEncoding();
        using var blocks = await ReusedBlocks.OpenAsync(encoding, new ContentStore(folder.At("store")), "somewhere", TestContext.Current.CancellationToken);
        using var stream = new BlockStream(new MemoryStream(), encoding.BlockSize, blocks);
        LayerTar.Write(stream, files, encoding.BlockSize, TestContext.Current.CancellationToken);
        stream.Finish();

        // Two whole blocks and the rest of the changed file. All others, before and behind it, are as they were.
        encoding.Count.ShouldBe(3);
    }

    [Fact]
    public void Over_many_edits_the_layer_stays_what_compressing_everything_gives_and_one_member()
    {
        var random = new Random(1);
        var files = Files(seed: 1);
        for (var edit = 0; edit < 8; edit++)
        {
            var i = random.Next(files.Length);
            var length = random.Next(3 * Block);
            files[i] = edit % 2 == 0 ? File($"app/{i}.txt", 100 + edit, length) : NoiseFile($"app/{i}.txt", 200 + edit, length);

            var warm = Build("warm", "gzip", files);

            warm.Blob.ShouldBe(Build($"cold-{edit}", "gzip", files).Blob);
            Containerize.Oci.Digest.Of(StrictGzip.Read(System.IO.File.ReadAllBytes(new ContentStore(folder.At("warm")).PathOf(warm.Blob.Digest)))).ShouldBe(warm.DiffId);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("none")]
    public void A_table_of_blocks_from_before_they_had_sums_is_not_believed(string compression)
    {
        var files = Files(seed: 1);
        Build("store", compression, files);
        var encoding = LayerEncoding.Parse(compression);
        var store = new ContentStore(folder.At("store"));
        var notes = NoteKind.Blocks.Within(encoding.Id);
        var name = Containerize.Oci.Digest.Of("somewhere"u8).Hex;
        var lines = store.ReadNote(notes, name)!.Split('\n');
        lines.Length.ShouldBe(3);
        // Eleven rows of 36 bytes are as long as nine of today's.
        var old = new byte[11 * 36];
        var digest = Containerize.Oci.Digest.Of(old);
        store.TryKeep(digest, old);
        store.TryWriteNote(notes, name, $"{lines[0]}\n{digest}");
        files[3] = File("app/3.txt", seed: 99, length: Block);

        Build("store", compression, files).Blob.ShouldBe(Build("cold", compression, files).Blob);
        store.ReadNote(notes, name)!.Split('\n')[2].ShouldBe(lines[2]);
    }

    [Fact]
    public void A_damaged_predecessor_is_not_believed()
    {
        var files = Files(seed: 1);
        var first = Build("store", "gzip", files);
        var path = new ContentStore(folder.At("store")).PathOf(first.Blob.Digest);
        var bytes = System.IO.File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        System.IO.File.WriteAllBytes(path, bytes);
        files[3] = File("app/3.txt", seed: 99, length: Block);

        Build("store", "gzip", files).Blob.ShouldBe(Build("cold", "gzip", files).Blob);
    }

    [Fact]
    public void A_small_file_that_grows_shifts_only_its_neighbours()
    {
        var files = Enumerable.Range(0, 400).Select(i => File($"app/{i:000}.txt", i, 20_000)).ToArray();
        var before = Members(files);
        files[100] = File("app/100.txt", seed: 1000, length: 21_000);

        var after = Members(files);

        after.Except(before, StringComparer.Ordinal).Count().ShouldBeLessThan(after.Count / 4);
    }

    private static List<string> Members(LayerFile[] files)
    {
        var encoding = new CountingEncoding();
        using var stream = new BlockStream(Stream.Null, Block, new FreshBlocks(encoding));
        LayerTar.Write(stream, files, Block, TestContext.Current.CancellationToken);
        stream.Finish();
        return encoding.Hashes;
    }

    private LayerFile[] Files(int seed) => [.. Enumerable.Range(0, 8).Select(i => File($"app/{i}.txt", seed + i, (3 * Block) + (1000 * i)))];

    private BuiltLayer Build(string name, string compression, LayerFile[] files)
    {
        var store = new ContentStore(folder.At(name));
        var builder = new LayerBuilder(store, new LayerCache(store), new StatIndex(store, TimeProvider.System), LayerEncoding.Parse(compression));
        return builder.Build(files, builder.Find(files, CancellationToken.None).Content, CancellationToken.None);
    }

    private LayerFile File(string path, int seed, int length)
    {
        var random = new Random(seed);
        folder.Write($"{seed}/{path}", string.Create(length, random, (span, r) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)('a' + (r.Next(26) & r.Next(26)));
            }
        }));
        return new LayerFile(path, folder.At($"{seed}/{path}"), length, Executable: false);
    }

    private LayerFile NoiseFile(string path, int seed, int length)
    {
        var noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return new LayerFile(path, folder.Write($"{seed}/{path}", noise), length, Executable: false);
    }

    /// <summary>gzip's name, so that its predecessor is found, and a look at what there was to do.</summary>
    private sealed class CountingEncoding : LayerEncoding
    {
        private readonly GzipEncoding gzip = new(GzipEncoding.DefaultLevel);
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> hashes = [];

        public int Count => hashes.Count;

        public List<string> Hashes => [.. hashes];

        public override string Id => gzip.Id;

        public override string MediaType => gzip.MediaType;

        public override int BlockSize => Block;

        public override ReadOnlySpan<byte> Head => gzip.Head;

        public override EncodedBlock Encode(ReadOnlySpan<byte> block)
        {
            hashes.Enqueue(Containerize.Oci.Digest.Of(block).Hex);
            return gzip.Encode(block);
        }
    }
}
