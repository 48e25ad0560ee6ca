using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>A manifest or index as a registry served it, its digest computed from the bytes.</summary>
internal sealed record FetchedManifest(Descriptor Descriptor, byte[] Bytes);
