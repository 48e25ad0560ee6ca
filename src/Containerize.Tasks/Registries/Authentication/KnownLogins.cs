using System.Collections.Concurrent;

namespace Containerize.Registries.Authentication;

/// <summary>What one registry accepts as proof of who we are, by scope; all publishes of a build in this process may have it in common.</summary>
/// <param name="isShared">See <see cref="RegistryMemory"/>.</param>
internal sealed class KnownLogins(bool isShared)
{
    private volatile LoginProof? latest;

    public ConcurrentDictionary<string, PendingProof> Proofs { get; } = new(StringComparer.Ordinal);

    /// <summary>What requests of a scope went with last.</summary>
    public ConcurrentDictionary<string, LoginNote> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// A login that worked, of whatever scope: another scope's first request need not be refused to learn how the registry asks. Null where there is none,
    /// or nothing is shared.
    /// </summary>
    public LoginProof? Latest
    {
        get => latest;
        set => latest = isShared ? value : null;
    }
}
