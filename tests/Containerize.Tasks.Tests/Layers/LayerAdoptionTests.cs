using System.Buffers.Binary;
using System.IO.Compression;
using Containerize.Layers;
using Containerize.Oci;
using Containerize.Storage;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layers;

/// <summary>A blob that is said to hold a layer of ours: it has to hold that tar for every reader, and nothing else for any.</summary>
public sealed class LayerAdoptionTests : IDisposable
{
    private static readonly byte[] Tar = CreateTar();

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip:0")]
    [InlineData("gzip:9")]
    [InlineData("zstd")]
    [InlineData("none")]
    public async Task What_the_encoder_made_is_taken_over(string compression)
    {
        var encoding = LayerEncoding.Parse(compression);
        var blob = Pack(encoding, Tar);

        var layer = (await TryAsync(blob, encoding)).ShouldNotBeNull();

        layer.ShouldBe(new BuiltLayer(Digest.Of(Tar), Tar.Length, new Descriptor(encoding.MediaType, Digest.Of(blob), blob.Length), FromCache: true));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("none")]
    public async Task Another_tar_is_not(string compression)
    {
        var encoding = LayerEncoding.Parse(compression);
        var other = (byte[])Tar.Clone();
        other[^1] ^= 1;

        (await TryAsync(Pack(encoding, other), encoding)).ShouldBeNull();
        (await TryAsync(Pack(encoding, Tar[..^1]), encoding)).ShouldBeNull();
        (await TryAsync(Pack(encoding, [.. Tar, 0]), encoding)).ShouldBeNull();
    }

    [Fact]
    public async Task The_tar_in_several_members_is_not_since_some_read_the_first_only()
    {
        var gzip = LayerEncoding.Parse("gzip");

        (await TryAsync([.. Pack(gzip, Tar[..1000]), .. Pack(gzip, Tar[1000..])], gzip)).ShouldBeNull();
        (await TryAsync([.. Pack(gzip, []), .. Pack(gzip, Tar)], gzip)).ShouldBeNull();
        (await TryAsync([.. Pack(gzip, Tar), .. Pack(gzip, [])], gzip)).ShouldBeNull();
    }

    [Fact]
    public async Task Nor_is_it_with_something_behind_the_member()
    {
        var member = Pack(LayerEncoding.Parse("gzip"), Tar);

        (await TryAsync([.. member, 0], LayerEncoding.Parse("gzip"))).ShouldBeNull();
        (await TryAsync([.. member, .. member[^8..]], LayerEncoding.Parse("gzip"))).ShouldBeNull();
        (await TryAsync([.. member[..^8], 0, .. member[^8..]], LayerEncoding.Parse("gzip"))).ShouldBeNull();
    }

    [Fact]
    public async Task Nor_is_a_member_that_is_cut_or_has_another_header_or_trailer()
    {
        var member = Pack(LayerEncoding.Parse("gzip"), Tar);
        foreach (var length in (int[])[0, 5, 10, 17, 18, 19, member.Length / 2, member.Length - 9, member.Length - 1])
        {
            (await TryAsync(member[..length], LayerEncoding.Parse("gzip"))).ShouldBeNull($"cut at {length}");
        }

        foreach (var at in (int[])[0, 3, 9, member.Length - 8, member.Length - 1])
        {
            var changed = (byte[])member.Clone();
            changed[at] ^= 1;
            (await TryAsync(changed, LayerEncoding.Parse("gzip"))).ShouldBeNull($"changed at {at}");
        }
    }

    [Fact]
    public async Task Nor_is_one_without_a_final_block()
    {
        var member = Pack(LayerEncoding.Parse("gzip"), Tar);

        (await TryAsync([.. member[..^10], .. member[^8..]], LayerEncoding.Parse("gzip"))).ShouldBeNull();
    }

    [Fact]
    public async Task One_member_that_somebody_else_packed_holds_it_too()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Tar);
        }

        var member = packed.ToArray();
        LayerEncoding.Parse("gzip").Head.CopyTo(member);
        BinaryPrimitives.ReadInt32LittleEndian(member.AsSpan()[^4..]).ShouldBe(Tar.Length);

        (await TryAsync(member, LayerEncoding.Parse("gzip"))).ShouldNotBeNull();
    }

    private async Task<BuiltLayer?> TryAsync(byte[] blob, LayerEncoding encoding)
    {
        var store = new ContentStore(folder.At("store"));
        var adoption = new LayerAdoption(store, new LayerCache(store), encoding);
        var descriptor = new Descriptor(encoding.MediaType, Digest.Of(blob), blob.Length);
        return await adoption.TryAsync(
            Digest.Of(Tar), Tar.Length, descriptor, _ => Task.FromResult<Stream>(new MemoryStream(blob)), TestContext.Current.CancellationToken);
    }

    private static byte[] Pack(LayerEncoding encoding, byte[] content)
    {
        var layer = new MemoryStream();
        using var stream = new BlockStream(layer, encoding.BlockSize, new FreshBlocks(encoding));
        stream.Write(content);
        stream.Finish();
        return layer.ToArray();
    }

    private static byte[] CreateTar()
    {
        var tar = new byte[700_000];
        new Random(1).NextBytes(tar.AsSpan(200_000, 300_000));
        return tar;
    }
}
