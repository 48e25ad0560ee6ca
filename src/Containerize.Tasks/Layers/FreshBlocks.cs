using System.Security.Cryptography;

namespace Containerize.Layers;

/// <summary>Compresses every block: for layers so small that remembering their blocks would not pay.</summary>
internal sealed class FreshBlocks(LayerEncoding encoding) : IBlockEncoder
{
    public LayerEncoding Encoding => encoding;

    public EncodedBlock Encode(ReadOnlySpan<byte> block) => encoding.HasIndex
        ? encoding.Encode(block) with { Hash = SHA256.HashData(block) }
        : encoding.Encode(block);

    public void OnWritten(EncodedBlock block)
    {
    }
}
