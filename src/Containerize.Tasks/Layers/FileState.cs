using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>What is known of a file without hashing it, or of one that is quickly hashed its hash.</summary>
/// <param name="Content">Null where <paramref name="Identity"/> tells enough.</param>
internal sealed record FileState(FileIdentity Identity, Digest? Content);
