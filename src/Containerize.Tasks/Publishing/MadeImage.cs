using Containerize.BaseImages;
using Containerize.Images;
using Containerize.Layering;

namespace Containerize.Publishing;

/// <summary>A finished image, and what it was made of.</summary>
/// <param name="Base">What it stands on; null where that could not be told from its own layers.</param>
/// <param name="Own">The layers above the base, lowest first.</param>
internal sealed record MadeImage(FinishedImage Image, BaseImage? Base, IReadOnlyList<ReadyLayer> Own)
{
    /// <summary>Published files that are not in it.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; init; } = [];
}
