namespace Containerize.Layers;

/// <param name="Bytes">What is written of the block.</param>
/// <param name="Hash">SHA-256 of the block before it was compressed; empty where nobody wanted it.</param>
internal sealed record EncodedBlock(ReadOnlyMemory<byte> Bytes, byte[] Hash);
