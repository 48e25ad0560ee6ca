using Containerize.Oci;

namespace Containerize.Images;

/// <summary>An image for one platform, wherever it lies: what it says of itself, and layers that are named and can be opened, but are not fetched.</summary>
internal class Image
{
    public required ImageConfig Config { get; init; }

    /// <summary>Lowest first, with the media types of their own image.</summary>
    public IReadOnlyList<ImageBlob> Layers { get; init; } = [];
}
