using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>A layer's blob as an image in the target registry names it.</summary>
/// <param name="Image">The image that has it.</param>
internal sealed record EarlierLayer(Descriptor Blob, ImageReference Image);
