using Containerize.Oci;

namespace Containerize.Layers.Indexed;

/// <summary>
/// zstd:chunked, as containers/storage reads it (<c>pkg/chunked</c>): the frames of <see cref="ZstdEncoding"/>, each file's content in its own, and
/// behind them, in frames that decoders skip, a table of contents and what else the tar is made of. So podman fetches only the files that it has not.
/// </summary>
/// <param name="level">1 to 19.</param>
internal sealed class ChunkedZstdEncoding(int level) : LayerEncoding
{
    private readonly ZstdEncoding zstd = new(level);

    /// <summary>The number behind the first word is that of the format of what comes behind the frames.</summary>
    public override string Id => "chunked1-" + zstd.Id;

    public override string MediaType => MediaTypes.OciLayerZstd;

    public override int BlockSize => zstd.BlockSize;

    public override bool HasIndex => true;

    public override LayerEncoding WithoutIndex => zstd;

    public override LayerIndex CreateIndex(BlockStream blocks) => new ChunkedZstdIndex(blocks, this);

    public override EncodedBlock Encode(ReadOnlySpan<byte> block) => zstd.Encode(block);
}
