using Containerize.Registries.Addresses;
using Containerize.Registries.Network;
using Containerize.Registries.Uploads;

namespace Containerize.Registries;

/// <summary>How registries are talked to.</summary>
internal sealed record RegistryOptions
{
    /// <summary>Registries for which plain HTTP and unverified certificates are accepted, by the name they are referred to.</summary>
    public IReadOnlySet<string> Insecure { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The same for registries that are referred to by an address in one of these blocks.</summary>
    public IReadOnlyList<AddressRange> InsecureRanges { get; init; } = [];

    /// <summary>Certificates that only count for one registry.</summary>
    public CertificateFolders Certificates { get; init; } = CertificateFolders.None;

    public RegistryProxy Proxy { get; init; } = RegistryProxy.None;

    /// <summary>Stand-ins for registries that are read from.</summary>
    public RegistryMirrors Mirrors { get; init; } = RegistryMirrors.None;

    public UploadHabits Uploads { get; init; } = UploadHabits.Usual;

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

    /// <param name="registry">As it is referred to.</param>
    public bool IsInsecure(string registry)
        => Insecure.Contains(registry) || (InsecureRanges.Count > 0 && IsInRange(HostAndPort.TryParse(registry)?.Host));

    /// <summary>Whether any registry on a host is insecure: TLS does not tell the port.</summary>
    /// <param name="host">Without brackets.</param>
    public bool IsInsecureHost(string host)
        => Insecure.Any(registry => string.Equals(HostAndPort.TryParse(registry)?.Host, host, StringComparison.OrdinalIgnoreCase)) || IsInRange(host);

    private bool IsInRange(string? host)
        => host is not null && IpLiteral.TryParse(host) is { } address && InsecureRanges.Any(range => range.Contains(address));
}
