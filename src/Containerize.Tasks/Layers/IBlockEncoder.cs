namespace Containerize.Layers;

/// <summary>Turns blocks into what is written of them.</summary>
internal interface IBlockEncoder
{
    /// <summary>Knows what is written around them.</summary>
    LayerEncoding Encoding { get; }

    /// <summary>Called from several threads at once.</summary>
    EncodedBlock Encode(ReadOnlySpan<byte> block);

    /// <summary>The block is out. Called in the order of the blocks, one at a time.</summary>
    void OnWritten(EncodedBlock block);
}
