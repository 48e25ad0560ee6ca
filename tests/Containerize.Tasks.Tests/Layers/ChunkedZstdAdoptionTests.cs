using System.Buffers.Binary;
using System.Text;
using Containerize.Layers;
using Containerize.Layers.Indexed;
using Containerize.Oci;
using Containerize.Storage;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;
using ZstdSharp;

namespace Containerize.Tests.Layers;

/// <summary>A blob that is said to be a zstd:chunked layer of ours: its tar has to be ours, and its table too, since podman makes files by it.</summary>
public sealed class ChunkedZstdAdoptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ChunkedZstdEncoding encoding = new(3);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_the_encoder_made_is_taken_over_annotations_and_all()
    {
        var files = Files();
        var made = Builder("elsewhere").Build(files, Content(files).Digest, CancellationToken.None);

        var taken = (await TryAsync(files, BlobOf("elsewhere", made.Blob.Digest))).ShouldNotBeNull();

        taken.Blob.Digest.ShouldBe(made.Blob.Digest);
        taken.DiffId.ShouldBe(made.DiffId);
        taken.FromCache.ShouldBeTrue();
        taken.Blob.Annotations!.ToJsonString().ShouldBe(made.Blob.Annotations!.ToJsonString());
        Builder("store").Find(files, CancellationToken.None).Known!.Blob.Annotations!.ToJsonString().ShouldBe(made.Blob.Annotations!.ToJsonString());
    }

    /// <summary>So the frames were those of the blob: ours would have been others.</summary>
    [Fact]
    public async Task One_whose_frames_somebody_else_packed_is_too()
    {
        var files = Files();
        var blob = Pack(files, new ChunkedZstdEncoding(15));
        blob.Length.ShouldNotBe(Pack(files, encoding).Length);

        var taken = (await TryAsync(files, blob)).ShouldNotBeNull();

        taken.Blob.Digest.ShouldBe(Digest.Of(blob));
        ChunkedZstdLayer.Read(blob, taken.Blob.Annotations!, Unzstd).ContentOf("app/b").ShouldBe(File.ReadAllBytes(files[1].Source));
    }

    [Fact]
    public async Task One_of_another_tar_is_not()
    {
        var files = Files();
        LayerFile[] others = [files[0], Write("app/b", 2)];

        (await TryAsync(files, Pack(others, encoding))).ShouldBeNull();
    }

    /// <summary>Whoever reads all of it gets our tar; who goes by the table, a program with other rights.</summary>
    [Fact]
    public async Task One_whose_table_tells_of_other_files_is_not_and_leaves_nothing_in_the_cache()
    {
        var files = Files();
        var blob = Pack(files, encoding);
        var footer = blob.AsSpan(blob.Length - 64);
        var (tableAt, length) = ((int)BinaryPrimitives.ReadInt64LittleEndian(footer), (int)BinaryPrimitives.ReadInt64LittleEndian(footer[8..]));
        var table = Encoding.UTF8.GetString(Unzstd(blob[tableAt..(tableAt + length)]));
        table.ShouldContain("\"mode\":420");
        using var compressor = new Compressor(3);
        var lie = compressor.Wrap(Encoding.UTF8.GetBytes(table.Replace("\"mode\":420", "\"mode\":511", StringComparison.Ordinal))).ToArray();
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, lie.Length);
        byte[] lying = [.. blob[..(tableAt - 4)], .. size, .. lie, .. blob[(tableAt + length)..]];

        (await TryAsync(files, lying)).ShouldBeNull();
        Builder("store").Find(files, CancellationToken.None).Known.ShouldBeNull();
    }

    [Fact]
    public async Task Nor_is_one_that_is_cut_or_damaged_anywhere()
    {
        var files = Files();
        var blob = Pack(files, encoding);
        foreach (var length in (int[])[0, 3, 5, 9, 100, blob.Length / 2, blob.Length - 64, blob.Length - 1])
        {
            (await TryAsync(files, blob[..length])).ShouldBeNull($"cut at {length}");
        }

        foreach (var at in (int[])[0, 4, 6, 12, 60, blob.Length / 2, blob.Length - 70, blob.Length - 1])
        {
            var changed = (byte[])blob.Clone();
            changed[at] ^= 1;
            (await TryAsync(files, changed)).ShouldBeNull($"changed at {at}");
        }

        (await TryAsync(files, [.. blob, 0])).ShouldBeNull();
        (await TryAsync(files, [])).ShouldBeNull();
    }

    [Fact]
    public async Task One_far_longer_than_the_files_is_not_even_fetched()
    {
        var files = Files();
        var blob = new Descriptor(encoding.MediaType, Digest.Of("never fetched"u8), 40_000_000);

        (await Adoption().TryAsync(files, Content(files).Digest, Content(files).Size, blob, _ => throw new InvalidOperationException("fetched"), CancellationToken.None)).ShouldBeNull();
    }

    private Task<BuiltLayer?> TryAsync(LayerFile[] files, byte[] blob)
    {
        var (content, size) = (Content(files).Digest, Content(files).Size);
        var descriptor = new Descriptor(encoding.MediaType, Digest.Of(blob), blob.Length);
        return Adoption().TryAsync(files, content, size, descriptor, _ => Task.FromResult<Stream>(new MemoryStream(blob)), TestContext.Current.CancellationToken);
    }

    private ChunkedZstdAdoption Adoption() => new(new ContentStore(folder.At("store")), Builder("store"), encoding);

    private LayerBuilder Builder(string name)
    {
        var store = new ContentStore(folder.At(name));
        return new LayerBuilder(store, new LayerCache(store), new StatIndex(store, TimeProvider.System), encoding);
    }

    private SizedDigest Content(LayerFile[] files)
    {
        var (digest, size, _) = Builder("nowhere").Find(files, CancellationToken.None);
        return new SizedDigest(digest, size);
    }

    private byte[] BlobOf(string name, Digest digest) => File.ReadAllBytes(new ContentStore(folder.At(name)).PathOf(digest));

    /// <param name="frames">Packs the frames; what is behind them is packed as ever.</param>
    private byte[] Pack(LayerFile[] files, ChunkedZstdEncoding frames)
    {
        var layer = new MemoryStream();
        using var blocks = new BlockStream(layer, encoding.BlockSize, new FreshBlocks(frames));
        using var index = encoding.CreateIndex(blocks);
        LayerTar.Write(blocks, files, encoding.BlockSize, index, CancellationToken.None);
        index.Complete(new Containerize.Tar.TarStreamWriter(blocks, index));
        blocks.Finish();
        layer.Write(index.CreateEnd(blocks.Written, tarLength: 0).Blob);
        return layer.ToArray();
    }

    private static byte[] Unzstd(byte[] frames)
    {
        var content = new MemoryStream();
        using var stream = new DecompressionStream(new MemoryStream(frames));
        stream.CopyTo(content);
        return content.ToArray();
    }

    private LayerFile[] Files() => [Write("app/a", 1), Write("app/b", 3)];

    /// <param name="seed">Of its content, which is as many times 400 kB.</param>
    private LayerFile Write(string path, int seed)
    {
        var random = new Random(seed);
        var text = new byte[400_000 * seed];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (byte)('a' + (random.Next(26) & random.Next(26)));
        }

        return new LayerFile(path, folder.Write($"files/{seed}", text), text.Length, Executable: false);
    }
}
