using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Layers;

/// <summary>A layer of ours that exists as a blob.</summary>
/// <param name="DiffId">Hash of the uncompressed tar.</param>
/// <param name="Size">Uncompressed bytes.</param>
/// <param name="Blob">What registries store.</param>
/// <param name="FromCache">An earlier build compressed it.</param>
internal sealed record BuiltLayer(Digest DiffId, long Size, Descriptor Blob, bool FromCache)
{
    /// <summary>The tar of the files alone: what can be known before anything is compressed. Another than the layer's where the encoding adds to it.</summary>
    public SizedDigest Content { get; init; } = new(DiffId, Size);
}
