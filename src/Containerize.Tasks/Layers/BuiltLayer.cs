using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>A layer of ours that exists as a blob.</summary>
/// <param name="DiffId">Hash of the uncompressed tar.</param>
/// <param name="Size">Uncompressed bytes.</param>
/// <param name="Blob">What registries store.</param>
/// <param name="FromCache">An earlier build compressed it.</param>
internal sealed record BuiltLayer(Digest DiffId, long Size, Descriptor Blob, bool FromCache);
