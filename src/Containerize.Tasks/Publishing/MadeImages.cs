using Containerize.Describing;
using Containerize.Images;

namespace Containerize.Publishing;

/// <summary>Finished images, in the order of the index.</summary>
/// <param name="Set">What the names are to lead to.</param>
internal sealed record MadeImages(IReadOnlyList<MadeImage> Images, ImageSet Set)
{
    public static MadeImages Create(IReadOnlyList<MadeImage> images, PublishOrder order)
        => new(images, ImageSet.Create([.. images.Select(image => image.Image)], order.Format, order.Annotations));
}
