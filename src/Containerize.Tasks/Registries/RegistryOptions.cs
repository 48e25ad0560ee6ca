namespace Containerize.Registries;

/// <summary>How registries are talked to.</summary>
internal sealed record RegistryOptions
{
    /// <summary>Registries for which plain HTTP and unverified certificates are accepted, by the name they are referred to.</summary>
    public IReadOnlySet<string> Insecure { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>A request in which nothing moves for this long has stalled.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts at one request before its failure is final.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Longest pause between attempts, also when the registry asks for more.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
