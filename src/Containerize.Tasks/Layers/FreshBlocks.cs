namespace Containerize.Layers;

/// <summary>Compresses every block: for layers so small that remembering their blocks would not pay.</summary>
internal sealed class FreshBlocks(LayerEncoding encoding) : IBlockEncoder
{
    public LayerEncoding Encoding => encoding;

    public EncodedBlock Encode(ReadOnlySpan<byte> block) => encoding.Encode(block);

    public void OnWritten(EncodedBlock block)
    {
    }
}
