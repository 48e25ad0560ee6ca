namespace Containerize.Layers;

/// <param name="Bytes">What is written of the block; whoever writes it gives it back.</param>
/// <param name="Sum">Of the block before it was compressed; <see cref="BlockSum.None"/> where the encoding does not need it.</param>
internal sealed record EncodedBlock(PooledBuffer Bytes, BlockSum Sum)
{
    /// <summary>SHA-256 of the block before it was compressed; empty where nobody wanted it.</summary>
    public byte[] Hash { get; init; } = [];
}
