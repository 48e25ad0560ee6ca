using Containerize.Describing;
using Containerize.Images;

namespace Containerize.Publishing;

/// <summary>The image for one platform before it is made.</summary>
/// <param name="Output">Which of the publish outputs it is made of, counted from 0.</param>
/// <param name="Base">What it stands on.</param>
internal sealed record PreparedImage(ImageDefinition Definition, int Output, ImageAssembler Assembler, Image Base, IReadOnlyList<ImageBlob> BaseBlobs)
{
    /// <param name="found">Its layers as they were found.</param>
    /// <param name="layers">The same as blobs, lowest first.</param>
    public MadeImage Assemble(FoundLayers found, IReadOnlyList<ReadyLayer> layers, DateTimeOffset created)
        => new(Assembler.Assemble(Base, BaseBlobs, layers, created), Base, layers) { LeftOut = found.LeftOut };
}
