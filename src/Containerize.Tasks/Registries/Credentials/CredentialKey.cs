using System.IO.Enumeration;
using Containerize.Oci;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Credentials;

/// <summary>
/// A key of a credentials file: the registry, and the repositories of it, that an entry is for. Docker, podman, Kubernetes and what came before them
/// write it in many ways: <c>ghcr.io</c>, <c>ghcr.io/acme</c>, <c>https://ghcr.io</c>, <c>http://box:80/</c>, <c>https://ghcr.io/v1/</c>,
/// <c>*.azurecr.io</c>.
/// </summary>
internal sealed class CredentialKey
{
    private readonly string? scheme;
    private readonly HostAndPort place;
    private readonly string path;

    private CredentialKey(string text, string? scheme, HostAndPort place, string path)
    {
        Text = text;
        this.scheme = scheme;
        this.place = place;
        this.path = path;
    }

    /// <summary>As it stands in the file.</summary>
    public string Text { get; }

    private bool IsGlob => place.Host.AsSpan().ContainsAny('*', '?');

    private int? DefaultPort => scheme switch { "https" => 443, "http" => 80, _ => null };

    /// <summary>Null where it names no registry.</summary>
    public static CredentialKey? TryParse(string text)
    {
        var rest = text.Trim();
        string? scheme = null;
        foreach (var known in (string[])["https", "http"])
        {
            if (rest.StartsWith(known + "://", StringComparison.OrdinalIgnoreCase))
            {
                scheme = known;
                rest = rest[(known.Length + 3)..];
                break;
            }
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        if (HostAndPort.TryParse(authority[(authority.LastIndexOf('@') + 1)..]) is not { } place)
        {
            return null;
        }

        // What the API is below is no part of a repository's name (Kubernetes and docker leave it out as well).
        var path = (slash < 0 ? string.Empty : rest[slash..]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return new CredentialKey(text, scheme, place with { Host = Canonical(place.Host) }, string.Join('/', path is ["v1" or "v2", ..] ? path[1..] : path));
    }

    /// <summary>
    /// How well it fits; null where it does not. The greater goes first: a longer path, a name before a pattern, a plain name before an address.
    /// </summary>
    public (int Path, int Host, int Form)? Fit(string registry, string repository)
    {
        if (HostAndPort.TryParse(registry) is not { } wanted || !HasPort(wanted.Port) || FitOfHost(Canonical(wanted.Host)) is not { } host)
        {
            return null;
        }

        var form = scheme switch { null => 2, "https" => 1, _ => 0 };
        if (path.Length == 0 || repository == path || repository.StartsWith(path + "/", StringComparison.Ordinal))
        {
            return (path.Length, host, form);
        }

        // Docker itself goes by the host alone, whatever path an address has; only Hub's tokens have their own below it.
        return scheme is not null && !path.EndsWith("-token", StringComparison.Ordinal) ? (-1, host, form) : null;
    }

    private static string Canonical(string host) => DockerHub.Canonical(host.ToLowerInvariant());

    private bool HasPort(int? wanted) => place.Port == wanted || (DefaultPort is { } usual && (place.Port ?? usual) == (wanted ?? usual));

    /// <summary>A star stands for a part of a name, and not for a dot (Kubernetes, "Pull an Image from a Private Registry").</summary>
    private int? FitOfHost(string host)
    {
        if (!IsGlob)
        {
            return host == place.Host ? int.MaxValue : null;
        }

        var parts = host.Split('.');
        var patterns = place.Host.Split('.');
        return parts.Length == patterns.Length
            && parts.Zip(patterns).All(pair => FileSystemName.MatchesSimpleExpression(pair.Second, pair.First, ignoreCase: true))
                ? place.Host.Count(c => c is not ('*' or '?'))
                : null;
    }
}
