using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Containerize.Oci;

/// <summary>
/// Names an image: <c>registry/repository[:tag][@digest]</c>, by the grammar of the distribution spec and with Docker's short
/// forms (<c>ubuntu</c> is <c>docker.io/library/ubuntu</c>; a first part with a dot, a colon or the word localhost is a registry).
/// </summary>
internal sealed partial record ImageReference
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>Longest repository name that registries take, the registry's own name included.</summary>
    private const int MaxNameLength = 255;

    /// <summary>Host and optional port, for example <c>ghcr.io</c>, <c>127.0.0.1:5000</c>, <c>[::1]:5000</c>.</summary>
    public required string Registry { get; init; }

    public required string Repository { get; init; }

    public string? Tag { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>What a registry is asked for: the digest when there is one, else the tag.</summary>
    public string TagOrDigest => Digest?.ToString() ?? Tag ?? "latest";

    public static bool IsRegistry(string text) => RegistryPattern().IsMatch(text);

    public static bool IsRepository(string text) => text.Length <= MaxNameLength && RepositoryPattern().IsMatch(text);

    public static bool IsTag(string text) => TagPattern().IsMatch(text);

    /// <summary>
    /// What stands before the first slash of a reference, if it is a host as docker tells one from a folder: with a point or a port, or <c>localhost</c>.
    /// </summary>
    public static string? FindHost(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? string.Empty : text[..slash];
        return first == "localhost" || first.AsSpan().ContainsAny('.', ':') ? first : null;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        var name = text;
        Digest? digest = null;
        if (name.IndexOf('@', StringComparison.Ordinal) is var at and >= 0)
        {
            if (!Oci.Digest.TryParse(name[(at + 1)..], out var parsed))
            {
                return false;
            }

            digest = parsed;
            name = name[..at];
        }

        string? tag = null;
        if (name.LastIndexOf(':') is var colon and >= 0 && colon > name.LastIndexOf('/'))
        {
            tag = name[(colon + 1)..];
            name = name[..colon];
        }

        var (registry, repository) = SplitRegistry(name);
        if (!IsRegistry(registry) || !IsRepository(repository) || (tag is not null && !IsTag(tag)))
        {
            return false;
        }

        reference = new ImageReference { Registry = registry, Repository = repository, Tag = tag, Digest = digest };
        return true;
    }

    public override string ToString()
        => $"{Registry}/{Repository}{(Tag is null ? string.Empty : ":" + Tag)}{(Digest is null ? string.Empty : "@" + Digest)}";

    private static (string Registry, string Repository) SplitRegistry(string name)
        => FindHost(name) is { } host
            ? (DockerHub.Canonical(host), OnHub(DockerHub.Canonical(host), name[(host.Length + 1)..]))
            : (DockerHub.Name, OnHub(DockerHub.Name, name));

    private static string OnHub(string registry, string repository)
        => registry == DockerHub.Name && !repository.Contains('/', StringComparison.Ordinal) ? "library/" + repository : repository;

    [GeneratedRegex(@"^(\[[0-9a-fA-F:]+\]|[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?)(:[0-9]{1,5})?\z", Options)]
    private static partial Regex RegistryPattern();

    [GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", Options)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", Options)]
    private static partial Regex TagPattern();
}
