using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>Which registries stand in for others when a base image is read, in the order in which they are asked.</summary>
internal sealed class RegistryMirrors
{
    private readonly Dictionary<string, List<Mirror>> mirrors = new(StringComparer.Ordinal);

    public static RegistryMirrors None { get; } = new();

    /// <param name="text">The property: <c>docker.io=mirror.example.com:5000;mcr.microsoft.com=mirror.example.com:5000/mcr</c>.</param>
    /// <param name="forHub">
    /// Addresses of Docker Hub's mirrors as Docker's daemon has them, asked after those of the property. What is no address is passed over.
    /// </param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static RegistryMirrors Parse(string? text, IEnumerable<string> forHub)
    {
        var parsed = new RegistryMirrors();
        foreach (var entry in (text ?? string.Empty).Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var sides = entry.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || !ImageReference.IsRegistry(sides[0]) || Mirror.TryParse(sides[1]) is not { } mirror)
            {
                throw new ContainerizeException(
                    ErrorCodes.InvalidOption,
                    $"Reading ContainerizeRegistryMirror: '{Excerpt.Of(entry)}' does not say which registry stands in for which. "
                        + "Use registry=mirror, such as docker.io=mirror.example.com:5000 or mcr.microsoft.com=mirror.example.com/mcr, without "
                        + "https://.");
            }

            parsed.Add(DockerHub.Canonical(sides[0]), mirror);
        }

        foreach (var mirror in forHub.Select(Mirror.OfAddress).OfType<Mirror>())
        {
            parsed.Add(DockerHub.Name, mirror);
        }

        return parsed;
    }

    /// <summary>Where else a repository may be, in order: registry and repository there.</summary>
    public IEnumerable<ImageReference> Of(string registry, string repository)
        => mirrors.GetValueOrDefault(registry, [])
            .Select(mirror => mirror.PlaceOf(repository))
            .Where(place => place.Registry != registry || place.Repository != repository);

    private void Add(string registry, Mirror mirror)
    {
        if (!mirrors.TryGetValue(registry, out var known))
        {
            mirrors[registry] = known = [];
        }

        if (!known.Contains(mirror))
        {
            known.Add(mirror);
        }
    }

    /// <param name="Path">What the mirror's repositories have before the name; empty for nothing.</param>
    private sealed record Mirror(string Registry, string Path)
    {
        public ImageReference PlaceOf(string repository)
            => new() { Registry = Registry, Repository = Path.Length == 0 ? repository : $"{Path}/{repository}" };

        public static Mirror? TryParse(string text)
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            var registry = slash < 0 ? text : text[..slash];
            var path = slash < 0 ? string.Empty : text[(slash + 1)..].TrimEnd('/');
            return ImageReference.IsRegistry(registry) && (path.Length == 0 || ImageReference.IsRepository(path)) ? new Mirror(registry, path) : null;
        }

        public static Mirror? OfAddress(string text)
            => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.UserInfo.Length == 0
                ? TryParse(address.Authority + address.AbsolutePath)
                : null;
    }
}
