namespace Containerize.Dockerfiles;

/// <summary>A project of the graph, as its evaluation tells of it. Paths are absolute.</summary>
internal sealed record SourceProject
{
    /// <summary>The project file, or the C# file that stands for it.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is a program of one C# file: what else lies in its folder is not its own, unless an item names it.</summary>
    public bool IsOneFile { get; init; }

    /// <summary>Everything it imports that belongs to the user: nothing of an SDK, a package or an earlier restore.</summary>
    public required IReadOnlyList<string> Imports { get; init; }

    /// <summary>Files of any kind that its items name, where they exist.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    /// <summary>Whether it compiles files that git is told to ignore: the compiler embeds those into symbols, as nobody could find them.</summary>
    public bool CompilesIgnored { get; init; }

    /// <summary>Folders that builds write into.</summary>
    public required IReadOnlyList<string> OutputFolders { get; init; }

    /// <summary>Folders of SDKs, packages and restores, of whose files none is the user's.</summary>
    public IReadOnlyList<string> ForeignFolders { get; init; } = [];

    /// <summary>The highest folder that may hold anything of this build: the root of the repository, if there is one.</summary>
    public string Reach { get; init; } = string.Empty;

    /// <summary>Where NuGet's lock file is, if the project has one.</summary>
    public string? LockFile { get; init; }

    /// <summary>What a restore of it writes; empty where the .NET SDK does not say.</summary>
    public string AssetsFile { get; init; } = string.Empty;

    /// <summary>RestoreSources and RestoreAdditionalProjectSources: folders or addresses.</summary>
    public IReadOnlyList<string> PackageSources { get; init; } = [];

    /// <summary>
    /// Project files of the references whose output is published with this project's; others, such as source generators, only help to build it.
    /// </summary>
    public required IReadOnlyList<string> OutputReferences { get; init; }

    public required string AssemblyName { get; init; }

    /// <summary>Whether it publishes files only, as container projects do.</summary>
    public bool HasNoAssembly { get; init; }

    /// <summary>Whether targets make its version, as those of packages that read git do.</summary>
    public bool MakesVersion { get; init; }

    /// <summary>Major versions of the frameworks for which it is compiled to native WebAssembly, which takes a workload.</summary>
    public IReadOnlyList<int> NativeWebAssembly { get; init; } = [];

    /// <summary>Folders whose packages npm restores for it.</summary>
    public IReadOnlyList<string> NodeFolders { get; init; } = [];

    public required IReadOnlyList<string> TargetFrameworks { get; init; }

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;
}
