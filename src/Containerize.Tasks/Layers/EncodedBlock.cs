namespace Containerize.Layers;

/// <param name="Bytes">What is written of the block; whoever writes it gives it back.</param>
/// <param name="Hash">SHA-256 of the block before it was compressed; empty where nobody wanted it.</param>
internal sealed record EncodedBlock(PooledBuffer Bytes, byte[] Hash);
