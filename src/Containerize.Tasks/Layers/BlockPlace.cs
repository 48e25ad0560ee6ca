namespace Containerize.Layers;

/// <summary>Where in a layer a block is found, and what the layer's tail has to know of it.</summary>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Length">Of the compressed block, in bytes.</param>
internal sealed record BlockPlace(long Offset, int Length, BlockSum Sum);
