using Containerize.Host;

namespace Containerize.Dockerfiles;

/// <summary>Files that tools look for by name in every folder upwards, so that no project mentions them.</summary>
/// <param name="homeFolder">The user's own, whose files are the machine's and not the repository's; empty where there is none.</param>
internal sealed class ConfigurationFiles(string homeFolder)
{
    /// <summary>They decide what a restore does and with which SDK.</summary>
    private static readonly string[] OfRestore = ["global.json", "nuget.config", "Directory.Build.rsp", ".config/dotnet-tools.json"];

    /// <summary>They decide what the compiler says.</summary>
    private static readonly string[] OfCompilation = [".editorconfig", ".globalconfig"];

    /// <summary>They decide which sources the compiler embeds since git does not have them.</summary>
    private static readonly string[] OfGit = [".gitignore"];

    /// <summary>What makes versions of git reads them (Nerdbank.GitVersioning, GitVersion), also where there is no git.</summary>
    private static readonly string[] OfVersions = ["version.json", "GitVersion.yml", "GitVersion.yaml", ".GitVersion.yml", ".GitVersion.yaml"];

    private static readonly EnumerationOptions InAnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.None };

    /// <returns>Absolute paths of those that a restore of these projects would read.</returns>
    public IReadOnlyList<string> ForRestore(IEnumerable<string> folders) => Find(folders, OfRestore);

    /// <returns>Absolute paths of those that a compilation of these projects would read.</returns>
    public IReadOnlyList<string> ForCompilation(IEnumerable<string> folders) => Find(folders, OfCompilation);

    /// <returns>Absolute paths of those that tell which files of these folders a clone lacks.</returns>
    public IReadOnlyList<string> ForGit(IEnumerable<string> folders) => Find(folders, OfGit);

    /// <returns>Absolute paths of those that targets would read which make versions of these projects.</returns>
    public IReadOnlyList<string> ForVersions(IEnumerable<string> folders) => Find(folders, OfVersions);

    /// <summary>The folder and those above it: no further than its repository, nor into the user's own folder or the root of the disk.</summary>
    internal IEnumerable<string> Reach(string folder)
    {
        var top = GitWorkTree.FindRoot(folder);
        foreach (var parent in WalkUpwards(folder))
        {
            if (parent != folder && top is null && (parent == homeFolder || Path.GetDirectoryName(parent) is null))
            {
                yield break;
            }

            yield return parent;
            if (parent == top)
            {
                yield break;
            }
        }
    }

    private string[] Find(IEnumerable<string> folders, string[] names)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders.SelectMany(Reach).Distinct(StringComparer.Ordinal))
        {
            foreach (var name in names)
            {
                // NuGet takes any case of its file's name.
                var directory = Path.GetDirectoryName(Path.Join(folder, name))!;
                if (Directory.Exists(directory))
                {
                    found.UnionWith(Directory.EnumerateFiles(directory, Path.GetFileName(name), InAnyCase));
                }
            }
        }

        return [.. found];
    }

    private static IEnumerable<string> WalkUpwards(string folder)
    {
        for (var parent = folder; parent is not null; parent = Path.GetDirectoryName(parent))
        {
            yield return parent;
        }
    }
}
