using Containerize.BaseImages;
using Containerize.Destinations;

namespace Containerize.Publishing;

/// <summary>The image for one platform before it is made.</summary>
/// <param name="Layers">Of its publish output.</param>
/// <param name="Base">What it stands on.</param>
internal sealed record PreparedImage(ImageDefinition Definition, AppLayers Layers, ImageAssembler Assembler, BaseImage Base, IReadOnlyList<ImageBlob> BaseBlobs)
{
    /// <param name="layers">Made of its output, lowest first.</param>
    public FinishedImage Assemble(IReadOnlyList<ReadyLayer> layers, DateTimeOffset created) => Assembler.Assemble(Base, BaseBlobs, layers, created);
}
