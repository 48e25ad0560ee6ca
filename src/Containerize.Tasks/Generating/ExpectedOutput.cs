using Containerize.Dockerfiles;
using Containerize.Layering;

namespace Containerize.Generating;

/// <summary>
/// What a publish will leave, as far as it can be known without building: enough to say which layers there will be. Should it be wrong, the
/// image is still right, see <see cref="LayerFolders"/>.
/// </summary>
internal sealed record ExpectedOutput
{
    /// <summary>Files of packages and of the runtime, with where they come from.</summary>
    public required IReadOnlyList<PublishedFile> Packages { get; init; }

    /// <summary>Leaves first, the app last.</summary>
    public required IReadOnlyList<SourceProject> Projects { get; init; }

    /// <summary>Assemblies, and the runtime, end up in one file with the app.</summary>
    public bool IsBundled { get; init; }

    /// <summary>A program of .NET's starts the app's assembly.</summary>
    public bool HasHost { get; init; }

    /// <summary>Assemblies are rewritten for the app.</summary>
    public bool IsTrimmed { get; init; }

    /// <summary>Packages bring files for a web server.</summary>
    public bool HasPackagedAssets { get; init; }

    /// <summary>The files are those of a static site, the assemblies among them.</summary>
    public bool IsSiteOutput { get; init; }

    /// <summary>Nothing is compiled: what the projects name is all.</summary>
    public bool IsContentOnly { get; init; }

    /// <summary>With the paths that they will have; of what is not there yet no source, and no size.</summary>
    public IReadOnlyList<PublishedFile> ListFiles()
    {
        var app = Projects[^1];
        var published = FindPublished(app);
        if (IsContentOnly)
        {
            return [.. IsSiteOutput ? ListServed(published) : ListContent(published)];
        }

        SourceProject[] libraries = [.. published.Where(project => project != app && !project.HasNoAssembly)];
        return IsSiteOutput
            ? [.. ListSite(app, libraries, published)]
            : [.. ListPackages(), .. ListLibraries(libraries), .. ListContent(published), .. ListApp(app)];
    }

    /// <summary>The folder that is served, and nothing else.</summary>
    private IEnumerable<PublishedFile> ListSite(SourceProject app, IEnumerable<SourceProject> libraries, IEnumerable<SourceProject> published) =>
    [
        CreateFile("_framework/dotnet.native.wasm", new FileOrigin.RuntimePack()),
        .. libraries.Select(project => CreateFile($"_framework/{project.AssemblyName}.wasm", new FileOrigin.Project())),
        .. ListServed(published),
        CreateFile("index.html", new FileOrigin.Content()),
        CreateFile($"_framework/{app.AssemblyName}.wasm", new FileOrigin.App()),
    ];

    private IEnumerable<PublishedFile> ListServed(IEnumerable<SourceProject> published) => ListContent(published)
        .Where(file => FrontEndFiles.IsServed(file.RelativePath))
        .Select(file => file with { RelativePath = file.RelativePath[FrontEndFiles.Root.Length..] });

    private IEnumerable<PublishedFile> ListPackages() => Packages
        .Where(file => !IsBundled || (!IsAssembly(file) && file.Origin is not FileOrigin.RuntimePack))
        .Select(file => file with { ChangesWithApp = IsTrimmed && IsAssembly(file) });

    private IEnumerable<PublishedFile> ListLibraries(IEnumerable<SourceProject> libraries) => IsBundled
        ? []
        : libraries.Select(project => CreateFile($"{project.AssemblyName}.dll", new FileOrigin.Project()) with { ChangesWithApp = IsTrimmed });

    private IEnumerable<PublishedFile> ListContent(IEnumerable<SourceProject> published)
    {
        var frontEnd = new FrontEndFiles(Projects[^1].AssemblyName, [.. Projects.Select(project => project.AssemblyName)]);
        foreach (var file in published.SelectMany(project => project.Files))
        {
            if (file.PublishedAs is { } path)
            {
                yield return CreateFile(path, frontEnd.OriginOfContent(path)) with { Size = file.Size };
            }
        }

        if (HasPackagedAssets)
        {
            yield return CreateFile(FrontEndFiles.Root + "_content/package/asset", new FileOrigin.Vendor());
        }
    }

    private IEnumerable<PublishedFile> ListApp(SourceProject app)
    {
        string[] endings = IsBundled ? [string.Empty] : [".dll", ".pdb", ".deps.json", ".runtimeconfig.json"];
        foreach (var ending in endings)
        {
            yield return CreateFile(app.AssemblyName + ending, new FileOrigin.App());
        }

        if (HasHost)
        {
            yield return CreateFile(app.AssemblyName, new FileOrigin.Host());
        }
    }

    /// <summary>The app and what it references, directly or not.</summary>
    private HashSet<SourceProject> FindPublished(SourceProject app)
    {
        var found = new HashSet<SourceProject> { app };
        var byPath = Projects.ToDictionary(project => project.Path, StringComparer.Ordinal);
        var next = new Queue<SourceProject>(found);
        while (next.TryDequeue(out var project))
        {
            foreach (var reference in project.OutputReferences.Select(byPath.GetValueOrDefault).OfType<SourceProject>().Where(found.Add))
            {
                next.Enqueue(reference);
            }
        }

        return found;
    }

    private static bool IsAssembly(PublishedFile file) => file.RelativePath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    private static PublishedFile CreateFile(string path, FileOrigin origin) => new(path, string.Empty, Size: 0, Executable: false, origin);
}
