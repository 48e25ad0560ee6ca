using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Dockerfiles;

/// <summary>Finds the smallest folder that holds all that a build needs, and what of it to show to a builder.</summary>
internal sealed class BuildContextReader
{
    private readonly IReadOnlyList<SourceProject> projects;
    private readonly IReadOnlyList<SourceProject> tests;
    private readonly string projectFolder;
    private readonly string homeFolder;
    private readonly ConfigurationFiles configuration;
    private readonly Dictionary<string, bool> haveProjects = new(StringComparer.Ordinal);

    /// <param name="projects">Leaves first, the project of the image last.</param>
    /// <param name="tests">Projects that only the tests need, their own last.</param>
    /// <param name="homeFolder">The user's own: no build context.</param>
    public BuildContextReader(IReadOnlyList<SourceProject> projects, IReadOnlyList<SourceProject> tests, string homeFolder)
    {
        this.projects = projects;
        this.tests = tests;
        this.homeFolder = homeFolder;
        configuration = new ConfigurationFiles(homeFolder);
        projectFolder = projects[^1].Folder;
    }

    /// <param name="wanted">The user's choice, an absolute path; null for the smallest that does.</param>
    /// <param name="more">Files that a restore reads without any project's saying so (absolute paths).</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.OutsideContext"/>, <see cref="ErrorCodes.SecretInClear"/>.</exception>
    public BuildContext Read(string? wanted, IReadOnlyList<string> more)
    {
        var folders = FoldersOf(projects);
        string[] nodeFolders = PathText.Sort(projects.SelectMany(project => project.NodeFolders));
        string[] nodeFiles = [.. nodeFolders.SelectMany(NodeFiles.List)];
        var projectFolders = FoldersOf(projects.Where(project => !project.IsOneFile));
        string[] sourceFolders = [.. nodeFolders.Where(folder => !IsBelowAny(folder, projectFolders)), .. projectFolders];
        var settings = configuration.ForRestore(folders);
        NuGetConfig[] nuget = [.. settings.Where(file => IsNamed(file, "nuget.config")).Select(NuGetConfig.Read)];
        var sources = PathText.Sort(FindFeeds(nuget));
        // Of a folder with sources in it only the packages, or every edit would make the restore run again.
        string[] mixed = [.. sources.Where(feed => folders.Any(folder => IsBelow(folder, feed)))];
        string[] packages = [.. mixed.Where(Directory.Exists).SelectMany(feed => Directory.EnumerateFiles(feed, "*.nupkg")).Order(StringComparer.Ordinal)];
        string[] feeds = [.. sources.Except(mixed, StringComparer.Ordinal)];
        string[] locks = [.. projects.Select(project => project.LockFile).OfType<string>()];
        var imports = PathText.Sort(projects.SelectMany(project => project.Imports).Concat(more));
        var files = PathText.Sort(projects
            .SelectMany(project => project.Files)
            .Select(file => file.Path)
            .Where(path => !IsBelowAny(path, sourceFolders))
            .Concat(configuration.ForCompilation(folders))
            .Concat(projects.Any(project => project.CompilesIgnored) ? configuration.ForGit(folders) : [])
            .Concat(configuration.ForVersions(FoldersOf(projects.Where(project => project.MakesVersion))))
            // A program of one file has been copied for the restore, which reads what it says of packages.
            .Except([.. settings, .. projects.Where(project => project.IsOneFile).Select(project => project.Path)], StringComparer.Ordinal));

        var testFolders = FoldersOf(tests);
        var testFiles = PathText.Sort(tests
            .SelectMany(project => project.Imports.Concat(project.Files.Select(file => file.Path)))
            .Concat(configuration.ForRestore(testFolders))
            .Concat(configuration.ForCompilation(testFolders))
            .Where(path => !IsBelowAny(path, [.. sourceFolders, .. testFolders]))
            .Except([.. imports, .. files, .. settings], StringComparer.Ordinal));

        var projectFiles = projects.Concat(tests).Select(project => project.Path);
        string[] needed = [.. projectFiles, .. settings, .. packages, .. locks, .. imports, .. files, .. testFiles, .. nodeFiles];
        var context = wanted ?? FindSmallest([.. needed.Select(path => (path, Path.GetDirectoryName(path)!)), .. feeds.Select(feed => (feed, feed))]);
        foreach (var path in needed.Concat(feeds).Where(path => !IsBelow(path, context)))
        {
            throw Outside(path, context, wanted is not null);
        }

        var outputs = projects.Concat(tests)
            .SelectMany(project => project.OutputFolders)
            .Where(folder => IsBelow(folder, context) && !IsBelow(context, folder));
        var linked = WholeFolders.Fold(files, context);
        var linkedByTests = WholeFolders.Fold(testFiles, context);
        var kept = WholeFolders.Fold([.. FindMeant().Concat(needed).Concat(feeds).Where(path => IgnoreFile.LeavesOut(Relative(path)))], context);
        var sourceRoot = FindSourceRoot(projectFolder);
        return new BuildContext
        {
            Folder = context,
            OutsideRepository = wanted is null ? needed.Concat(feeds).FirstOrDefault(path => !IsInRepository(path)) : null,
            NuGetConfigs = [.. settings.Where(file => IsNamed(file, "nuget.config"))],
            RestoreFiles = [Below(settings), Below(imports), Below(packages)],
            NodeFolders = [.. nodeFolders.Select(folder => new NodeFolder(Relative(folder), Below(NodeFiles.List(folder))))],
            Feeds = Below(feeds),
            Projects = [.. projects.Select(project => Below(project.LockFile is { } file ? [project.Path, file] : [project.Path]))],
            SourceFolders = Below(sourceFolders.Where(folder => !sourceFolders.Any(other => other != folder && IsBelow(folder, other)))),
            LinkedFolders = Below(linked.Folders),
            SourceFiles = Below(linked.Files),
            TestFolders = Below(testFolders.Concat(linkedByTests.Folders)),
            TestFiles = Below(linkedByTests.Files),
            TestProject = tests.Count > 0 ? Relative(tests[^1].Path) : null,
            OutputFolders = Below(outputs),
            KeptFiles = [.. Below(kept.Folders.Concat(kept.Files))],
            Secrets = PathText.Sort(nuget.SelectMany(config => config.Variables)),
            WorkFolder = FindFolderOfGlobalJson(settings) is { } work ? Relative(work) : string.Empty,
            BelowSourceRoot = IsBelow(context, sourceRoot) ? Unix(Path.GetRelativePath(sourceRoot, context)) : string.Empty,
            SourceRootBelow = IsBelow(context, sourceRoot) ? string.Empty : Relative(sourceRoot),
        };

        string Relative(string path) => Unix(Path.GetRelativePath(context, path));

        string[] Below(IEnumerable<string> paths) => [.. paths.Select(Relative).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The folder that paths in assemblies begin at, and by which a builder knows projects.</summary>
    internal static string FindSourceRoot(string projectFolder)
        => GitWorkTree.FindRoot(projectFolder) ?? Path.GetDirectoryName(projectFolder) ?? projectFolder;

    private static string[] FoldersOf(IEnumerable<SourceProject> projects) => [.. projects.Select(project => project.Folder).Distinct(StringComparer.Ordinal)];

    private bool IsInRepository(string path) => GitWorkTree.FindRoot(projectFolder) is not { } root || IsBelow(path, root);

    private string? FindFolderOfGlobalJson(IEnumerable<string> settings) => settings
        .Where(file => IsNamed(file, "global.json"))
        .Select(file => Path.GetDirectoryName(file)!)
        .Where(folder => IsBelow(projectFolder, folder))
        .MaxBy(folder => folder.Length);

    private IEnumerable<string> FindFeeds(IEnumerable<NuGetConfig> nuget) => nuget
        .SelectMany(config => config.Folders)
        .Concat(projects.SelectMany(project => project.PackageSources.Select(source => NuGetConfig.FolderOf(source, project.Folder)).OfType<string>()));

    /// <summary>Files that are there on purpose: a project's None items are whatever lies in its folder.</summary>
    private IEnumerable<string> FindMeant() => projects
        .SelectMany(project => project.Files.Where(file => file.PublishedAs is not null || file.ItemType != "None"))
        .Where(file => file.IsNamed || file.ItemType is "Compile" or "EmbeddedResource" || !IsOutput(file.Path))
        .Select(file => file.Path);

    /// <summary>
    /// Another project's output below this one's folder looks like content, by its ending only. A folder of that name with no project beside it was made
    /// by people: the programs of a tool, the models of a scene.
    /// </summary>
    private bool IsOutput(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null && folder != projectFolder; folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder) is "bin" or "obj" && HasProject(Path.GetDirectoryName(folder)!))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasProject(string folder)
    {
        if (!haveProjects.TryGetValue(folder, out var has))
        {
            haveProjects[folder] = has = Directory.EnumerateFiles(folder, "*.*proj").Any();
        }

        return has;
    }

    /// <summary>The deepest folder that everything is in.</summary>
    private string FindSmallest(IReadOnlyList<(string Path, string Folder)> needed)
    {
        var context = projectFolder;
        foreach (var (path, folder) in needed)
        {
            while (!IsBelow(folder, context))
            {
                context = Path.GetDirectoryName(context)!;
                if (Path.GetDirectoryName(context) is null || context == homeFolder)
                {
                    throw Outside(path, projectFolder, chosen: false);
                }
            }
        }

        return context;
    }

    private ContainerizeException Outside(string path, string context, bool chosen)
    {
        var why = chosen
            ? $"is outside of {context} (ContainerizeDockerfileContext). Choose a folder that holds it"
            : "has no folder in common with the project that could be given to a builder. Move it into the repository";
        return new ContainerizeException(
            ErrorCodes.OutsideContext,
            $"Finding the build context of {projects[^1].Path}: the build needs {path}, which {why}, or stop using it in this build.");
    }

    private static bool IsNamed(string path, string name) => string.Equals(Path.GetFileName(path), name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path is a folder or lies in it.</summary>
    internal static bool IsBelow(string path, string folder)
        => path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsBelowAny(string path, IEnumerable<string> folders) => folders.Any(folder => IsBelow(path, folder));

    private static string Unix(string path) => path == "." ? string.Empty : PathText.ToSlashes(path);
}
