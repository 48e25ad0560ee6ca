using Containerize.Images;
using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>The image that ours stands on, resolved to one platform, and the reference that it came from.</summary>
internal sealed class BaseImage : Image
{
    /// <summary>As asked for, without a digest; null for an image that starts from nothing.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>What the reference stood for: the index where there is one, else the manifest. Null when starting from nothing.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The reference with the digest that it stood for; null when starting from nothing.</summary>
    public ImageReference? Resolved => Reference is null ? null : Reference with { Digest = Digest };
}
