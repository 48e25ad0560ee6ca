using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>The image that ours stands on, resolved to one platform. Its layers are named, not fetched.</summary>
internal sealed class BaseImage
{
    /// <summary>As asked for, without a digest; null for an image that starts from nothing.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>Repositories that have its layers, as far as they are what they are said to be: its own, and its mirrors'.</summary>
    public IReadOnlyList<ImageReference> Places { get; init; } = [];

    /// <summary>What the reference stood for: the index where there is one, else the manifest. Null when starting from nothing.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The reference with the digest that it stood for; null when starting from nothing.</summary>
    public ImageReference? Resolved => Reference is null ? null : Reference with { Digest = Digest };

    public required ImageConfig Config { get; init; }

    /// <summary>Layers, lowest first, with the media types of their own image.</summary>
    public IReadOnlyList<Descriptor> Layers { get; init; } = [];

    /// <summary>Which family of media types it is in.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>Opens a layer's bytes, verified as they are read.</summary>
    public Func<Descriptor, CancellationToken, Task<Stream>> OpenLayer { get; init; } = (_, _) => Task.FromResult(Stream.Null);

    /// <summary>Keeps a layer on this machine, so that opening it costs no network.</summary>
    public Func<Descriptor, CancellationToken, Task> FetchLayer { get; init; } = (_, _) => Task.CompletedTask;
}
