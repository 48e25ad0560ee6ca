namespace Containerize.Destinations;

/// <summary>The kind of place that an image goes to. The one that goes before the others where several are named is decided here only.</summary>
internal abstract record ImagePlace
{
    private ImagePlace()
    {
    }

    /// <summary>An archive goes before a layout, and both go before a registry, which then is only part of the names inside.</summary>
    /// <param name="archive">Path of the archive to write; null where none is named, as are the others.</param>
    public static ImagePlace Choose(string? archive, string? layout, string? registry) => (archive, layout, registry) switch
    {
        ({ } path, _, _) => new Archive(path),
        (_, { } path, _) => new Layout(path),
        (_, _, { } host) => new Registry(host),
        _ => new Engine(),
    };

    internal sealed record Archive(string Path) : ImagePlace;

    internal sealed record Layout(string Path) : ImagePlace;

    internal sealed record Registry(string Host) : ImagePlace;

    /// <summary>One on this machine, or an archive where none answers.</summary>
    internal sealed record Engine : ImagePlace;
}
