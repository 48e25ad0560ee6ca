namespace Containerize.Layering;

/// <param name="Files">In ordinal order of <see cref="PublishedFile.RelativePath"/>, at least one.</param>
/// <param name="IsPiece">Whether it was cut from a larger layer of its class (<see cref="LargeFiles"/>).</param>
internal sealed record PlannedLayer(LayerClass Class, IReadOnlyList<PublishedFile> Files, bool IsPiece = false)
{
    public long Size => PublishedFile.SizeOf(Files);
}
