namespace Containerize.Layering;

/// <param name="Files">In ordinal order of <see cref="PublishedFile.RelativePath"/>, at least one.</param>
internal sealed record PlannedLayer(LayerClass Class, IReadOnlyList<PublishedFile> Files)
{
    public long Size => Files.Sum(file => file.Size);
}
