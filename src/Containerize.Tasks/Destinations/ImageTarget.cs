using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>Where the image goes and what it is called there.</summary>
/// <param name="Repository">For example <c>acme/shop</c>.</param>
/// <param name="Tags">At least one.</param>
internal sealed record ImageTarget(string Repository, IReadOnlyList<string> Tags)
{
    /// <summary>Part of the image's names, and where it is pushed if no file is asked for; null when it stays on this machine.</summary>
    public string? Registry { get; init; }

    /// <summary>Images of the same registry whose layers may be taken over, after the one under the first tag that leads to one.</summary>
    public IReadOnlyList<ImageReference> CacheFrom { get; init; } = [];

    /// <summary>Absolute path of an archive to write.</summary>
    public string? ArchivePath { get; init; }

    /// <summary>Absolute path of a folder to write an OCI image layout into.</summary>
    public string? LayoutPath { get; init; }

    /// <summary>The engine wanted, by its name or the absolute path of its program; null for the first that answers.</summary>
    public string? Engine { get; init; }

    /// <summary>Absolute path of the archive that is written where no engine answers.</summary>
    public required string FallbackArchivePath { get; init; }

    /// <summary>Where it goes.</summary>
    public ImagePlace Place => ImagePlace.Choose(ArchivePath, LayoutPath, Registry);

    /// <summary>Names with tags, as people write them to an engine.</summary>
    public IReadOnlyList<string> Names => [.. Tags.Select(tag => Registry is null ? $"{Repository}:{tag}" : $"{Registry}/{Repository}:{tag}")];
}
