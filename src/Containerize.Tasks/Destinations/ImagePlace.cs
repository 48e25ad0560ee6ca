using Containerize.Engines;

namespace Containerize.Destinations;

/// <summary>The place that an image goes to. The one that goes before the others where several are named is decided here only.</summary>
internal abstract record ImagePlace
{
    private ImagePlace()
    {
    }

    /// <summary>An archive goes before a layout, and both go before a registry, which then is only part of the names inside.</summary>
    /// <param name="archive">Path of the archive to write; null where none is named, as are the others.</param>
    /// <param name="otherwise">Where it goes if no other place is named.</param>
    public static ImagePlace Choose(string? archive, string? layout, string? registry, Engine otherwise) => (archive, layout, registry) switch
    {
        ({ } path, _, _) => new Archive(path),
        (_, { } path, _) => new Layout(path),
        (_, _, { } host) => new Registry(host),
        _ => otherwise,
    };

    /// <summary>Whether an image also goes here, which properties say, if items name other places: an engine only stands in where none is named.</summary>
    /// <param name="others">How many places items name.</param>
    public bool IsTakenBeside(int others) => this is not Engine || others == 0;

    /// <param name="Path">Absolute path of the file to write.</param>
    internal sealed record Archive(string Path) : ImagePlace;

    /// <param name="Path">Absolute path of the folder to write an OCI image layout into.</param>
    internal sealed record Layout(string Path) : ImagePlace;

    internal sealed record Registry(string Host) : ImagePlace;

    /// <summary>One on this machine.</summary>
    /// <param name="Named">Null for the first that answers.</param>
    internal sealed record Engine(NamedEngine? Named) : ImagePlace
    {
        /// <summary>Absolute path of the archive that is written where no engine answers; null where somebody asked for an engine.</summary>
        public string? ArchiveInstead { get; init; }

        /// <summary>Who asked, for errors.</summary>
        public string AskedBy { get; init; } = "the publish";
    }
}
