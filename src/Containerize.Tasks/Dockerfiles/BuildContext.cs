namespace Containerize.Dockerfiles;

/// <summary>What a builder gets to see. Paths are relative to <see cref="Folder"/>, with <c>/</c> between parts.</summary>
internal sealed record BuildContext
{
    /// <summary>Absolute path.</summary>
    public required string Folder { get; init; }

    /// <summary>What made the smallest context reach above the root of the repository, an absolute path; null: it does not.</summary>
    public string? OutsideRepository { get; init; }

    /// <summary>nuget.config files that a restore reads, absolute paths.</summary>
    public IReadOnlyList<string> NuGetConfigs { get; init; } = [];

    /// <summary>Files that a restore reads besides projects, in groups, the most stable first.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> RestoreFiles { get; init; }

    /// <summary>Folders whose packages npm restores.</summary>
    public IReadOnlyList<NodeFolder> NodeFolders { get; init; } = [];

    /// <summary>Package sources that are folders.</summary>
    public required IReadOnlyList<string> Feeds { get; init; }

    /// <summary>Project files, each with its lock file if it has one, after those that it references.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Projects { get; init; }

    /// <summary>Folders of sources, leaves first; an empty path is the whole context.</summary>
    public required IReadOnlyList<string> SourceFolders { get; init; }

    /// <summary>Folders elsewhere, of which projects take every file.</summary>
    public IReadOnlyList<string> LinkedFolders { get; init; } = [];

    /// <summary>Files that projects take from elsewhere, those in such folders aside.</summary>
    public required IReadOnlyList<string> SourceFiles { get; init; }

    /// <summary>Folders and files that only the tests need.</summary>
    public IReadOnlyList<string> TestFolders { get; init; } = [];

    public IReadOnlyList<string> TestFiles { get; init; } = [];

    /// <summary>The project of the tests; null: there is none.</summary>
    public string? TestProject { get; init; }

    /// <summary>Folders that builds write into.</summary>
    public required IReadOnlyList<string> OutputFolders { get; init; }

    /// <summary>Files that are compiled, published or copied by name although their names look like nothing a build needs.</summary>
    public required IReadOnlyList<string> KeptFiles { get; init; }

    /// <summary>Environment variables that restores need as secrets.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>The last project, whose publish is the image.</summary>
    public string Project => Projects[^1][0];

    /// <summary>Where the nearest global.json is, which decides which SDK runs; else empty, for the context itself.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Where the context lies below the folder that the compiler's paths are relative to; empty when it is that folder.</summary>
    public required string BelowSourceRoot { get; init; }

    /// <summary>Where that folder lies below the context, if it does.</summary>
    public required string SourceRootBelow { get; init; }

    /// <summary>All that a builder gets to see, files and folders.</summary>
    public IEnumerable<string> Everything =>
    [
        .. RestoreFiles.SelectMany(group => group), .. NodeFolders.SelectMany(folder => folder.Files), .. Feeds, .. Projects.SelectMany(files => files),
        .. SourceFolders, .. LinkedFolders, .. SourceFiles,
        .. TestFolders, .. TestFiles,
    ];

    public bool HasTools => RestoreFiles.SelectMany(group => group).Any(file => file.EndsWith(".config/dotnet-tools.json", StringComparison.OrdinalIgnoreCase));
}
