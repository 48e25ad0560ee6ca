namespace Containerize.Storage;

/// <summary>
/// A kind of note that a store keeps, and the folder that its notes lie in. A note can be written of the kinds declared here only, so that
/// <see cref="StorePruner"/> knows every folder of a store.
/// </summary>
internal sealed class NoteKind
{
    /// <summary>What a tag of a base image led to.</summary>
    public static readonly NoteKind Bases = new("bases");

    /// <summary>Which blocks the last version of a layer was made of.</summary>
    public static readonly NoteKind Blocks = new("blocks");

    /// <summary>Which files a layer holds.</summary>
    public static readonly NoteKind Files = new("files");

    /// <summary>What a base image's file system says of folders and users.</summary>
    public static readonly NoteKind Folders = new("folders");

    /// <summary>Which repository of a registry was seen to have a blob.</summary>
    public static readonly NoteKind Holders = new("holders");

    /// <summary>Which blob a tar was compressed to.</summary>
    public static readonly NoteKind Layers = new("layers");

    /// <summary>Which images were loaded into an engine, and what their layers are.</summary>
    public static readonly NoteKind Loads = new("loads");

    /// <summary>What looks like a secret in files that look as they looked then.</summary>
    public static readonly NoteKind Secrets = new("secrets");

    /// <summary>Which tar files made that look as they looked then.</summary>
    public static readonly NoteKind Stats = new("stats");

    /// <summary>No notes, but what is held open by whoever does a thing that is done once: see <see cref="StoreTurns"/>.</summary>
    public static readonly NoteKind Turns = new("turns");

    private NoteKind(string folder) => Folder = folder;

    public static IReadOnlyList<NoteKind> All { get; } = [Bases, Blocks, Files, Folders, Holders, Layers, Loads, Secrets, Stats, Turns];

    /// <summary>Relative to the store's root.</summary>
    public string Folder { get; }

    /// <summary>Those of the kind that belong together: they have a folder in its folder.</summary>
    public NoteKind Within(string part) => new(Path.Join(Folder, part));
}
