using System.Buffers;
using Containerize.Oci;

namespace Containerize.Layers.Indexed;

/// <summary>
/// eStargz (containerd's stargz-snapshotter, <c>docs/estargz.md</c>): each file's content in gzip members of its own, and a table of contents as the
/// tar's last file. So a container can start before its image is there. Members one after another are gzip, but not to all who read layers.
/// </summary>
/// <param name="level">zlib's levels, 0 (store) to 9.</param>
internal sealed class StargzEncoding(int level) : LayerEncoding
{
    private readonly GzipEncoding gzip = new(level);

    /// <summary>The number behind the first word is that of the format of what comes behind the files.</summary>
    public override string Id => "estargz1-" + gzip.Id;

    public override string MediaType => MediaTypes.OciLayerGzip;

    public override int BlockSize => gzip.BlockSize;

    public override bool HasIndex => true;

    public override bool AddsToTar => true;

    public override LayerEncoding WithoutIndex => gzip;

    public override LayerIndex CreateIndex(BlockStream blocks) => new StargzIndex(blocks, this);

    /// <summary>A whole member (RFC 1952) of each block.</summary>
    public override EncodedBlock Encode(ReadOnlySpan<byte> block)
    {
        var encoded = gzip.Encode(block);
        using var deflated = encoded.Bytes;
        var member = new PooledBuffer(deflated.Length + 64);
        member.Write(gzip.Head);
        member.Write(deflated.Written);
        member.Write(gzip.CreateTail(encoded.Sum));
        return new EncodedBlock(member, BlockSum.None);
    }
}
