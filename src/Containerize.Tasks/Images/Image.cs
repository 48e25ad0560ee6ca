using Containerize.Oci;

namespace Containerize.Images;

/// <summary>An image for one platform, wherever it lies: what it says of itself, and layers that are named and can be opened, but are not fetched.</summary>
internal sealed class Image
{
    public required ImageConfig Config { get; init; }

    /// <summary>
    /// The configuration exactly as its maker wrote it: the hash of these bytes is the image's id. Of an image that nobody has written yet, as we
    /// would.
    /// </summary>
    public byte[] ConfigBytes { get => field ?? Config.ToBytes(); init; }

    /// <summary>Lowest first, with the media types of their own image.</summary>
    public IReadOnlyList<ImageBlob> Layers { get; init; } = [];

    /// <summary>As asked for, without a digest; null for an image that has no name, such as one that starts from nothing.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>What the reference stood for: the index where there is one, else the manifest. Null without a reference.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The reference with the digest that it stood for; null without a reference.</summary>
    public ImageReference? Resolved => Reference is null ? null : Reference with { Digest = Digest };

    /// <summary>An image of nothing (<c>scratch</c>).</summary>
    public static Image Empty(Platform platform) => new() { Config = ImageConfig.Empty(platform) };
}
