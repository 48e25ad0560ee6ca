namespace Containerize.Layers;

/// <summary>A block of a layer that is out.</summary>
/// <param name="Offset">Where in the compressed layer it begins, in bytes.</param>
/// <param name="Length">Of the compressed block, in bytes.</param>
/// <param name="Hash">SHA-256 of the block before it was compressed.</param>
internal sealed record WrittenBlock(long Offset, int Length, byte[] Hash)
{
    /// <summary>Where it ends: the first byte that is no longer its own.</summary>
    public long End => Offset + Length;
}
