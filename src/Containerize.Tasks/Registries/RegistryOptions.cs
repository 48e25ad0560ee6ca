namespace Containerize.Registries;

/// <summary>How registries are talked to.</summary>
internal sealed record RegistryOptions
{
    /// <summary>Registries for which plain HTTP and unverified certificates are accepted, by the name they are referred to.</summary>
    public IReadOnlySet<string> Insecure { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>A request in which nothing moves for this long has stalled.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts at one request before an answer that speaks of a passing state is final.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Attempts at one request to a registry that answered before and is gone: with their pauses about half a minute.</summary>
    public int Reconnects { get; init; } = 12;

    /// <summary>After a first failure nothing is tried again later than this.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Longest pause between attempts, also when the registry asks for more.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
