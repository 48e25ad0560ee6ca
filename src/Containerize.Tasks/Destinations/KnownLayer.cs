using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>A layer by both of its names.</summary>
/// <param name="Blob">Digest of the bytes that an archive or a registry has of it.</param>
/// <param name="DiffId">Digest of the tar that is in them (OCI image spec, config.md, "DiffID").</param>
internal sealed record KnownLayer(Digest Blob, Digest DiffId);
