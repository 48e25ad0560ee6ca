using System.Buffers;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>No compression: the blob is the tar, its digest the diffID. For registries next door, and disks that compress by themselves.</summary>
internal sealed class PlainEncoding : LayerEncoding
{
    public override string Id => "none";

    public override string MediaType => MediaTypes.OciLayer;

    public override int BlockSize => 256 * 1024;

    public override EncodedBlock Encode(ReadOnlySpan<byte> block)
    {
        var same = new PooledBuffer(block.Length);
        same.Write(block);
        return new EncodedBlock(same, BlockSum.None);
    }
}
