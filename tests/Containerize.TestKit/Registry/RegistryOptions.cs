using System.Net;
using Containerize.TestKit.Registry.Auth;

namespace Containerize.TestKit.Registry;

/// <summary>How a registry under test behaves where the specification leaves it a choice.</summary>
public sealed record RegistryOptions
{
    public RegistryAuth Auth { get; init; } = RegistryAuth.None;

    /// <summary>Where it listens: a loopback address.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Serve TLS with a certificate that nobody signed.</summary>
    public bool Tls { get; init; }

    /// <summary>Refuse an index whose children are not there. The specification allows both, and real registries do both.</summary>
    public bool RequireIndexChildren { get; init; } = true;

    /// <summary>Whether the referrers API exists; older registries answer it with 404.</summary>
    public bool Referrers { get; init; } = true;

    /// <summary>Announced as <c>OCI-Chunk-Min-Length</c> and held against every chunk but the last; 0: no such rule.</summary>
    public int MinimumChunk { get; init; }

    /// <summary>Largest request body for a blob, 413 above it; null: none.</summary>
    public long? LargestBlobRequest { get; init; }
}
