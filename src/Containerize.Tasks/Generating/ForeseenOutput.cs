using Containerize.Dockerfiles;
using Containerize.Layering;

namespace Containerize.Generating;

/// <summary>
/// What a publish will leave, as far as it can be known without building: enough to say which layers there will be. Should it be wrong, the
/// image is still right, see <see cref="LayerFolders"/>.
/// </summary>
internal sealed record ForeseenOutput
{
    /// <summary>Files of packages and of the runtime, with where they come from.</summary>
    public required IReadOnlyList<PublishedFile> Packages { get; init; }

    /// <summary>Leaves first, the app last.</summary>
    public required IReadOnlyList<SourceProject> Projects { get; init; }

    /// <summary>Assemblies, and the runtime, end up in one file with the app.</summary>
    public bool IsBundled { get; init; }

    /// <summary>Assemblies are rewritten for the app.</summary>
    public bool IsTrimmed { get; init; }

    /// <summary>Packages bring files for a web server.</summary>
    public bool HasPackagedAssets { get; init; }

    /// <summary>The files are those of a static site, the assemblies among them.</summary>
    public bool IsSiteOutput { get; init; }

    public IReadOnlyList<PublishedFile> Files()
    {
        var app = Projects[^1];
        var published = Published(app).ToArray();
        if (IsSiteOutput)
        {
            return
            [
                File("_framework/dotnet.native.wasm", new FileOrigin.RuntimePack()),
                .. published.Where(project => project != app).Select(project => File($"_framework/{project.AssemblyName}.wasm", new FileOrigin.Project())),
                File("index.html", new FileOrigin.Content()),
                File($"_framework/{app.AssemblyName}.wasm", new FileOrigin.App()),
            ];
        }

        return
        [
            .. Packages.Where(file => !IsBundled || (!IsAssembly(file) && file.Origin is not FileOrigin.RuntimePack)).Select(file => file with { ChangesWithApp = IsTrimmed && IsAssembly(file) }),
            .. published.Where(project => project != app && !IsBundled).Select(project => File($"{project.AssemblyName}.dll", new FileOrigin.Project()) with { ChangesWithApp = IsTrimmed }),
            .. published.SelectMany(project => project.Files).Where(file => file.PublishedAs is not null).Select(file => File(file.PublishedAs!, new FileOrigin.Content()) with { Size = file.Size }),
            .. HasPackagedAssets ? [File("wwwroot/_content/asset", new FileOrigin.Content())] : Array.Empty<PublishedFile>(),
            .. IsBundled ? [File(app.AssemblyName, new FileOrigin.App())] : new[] { ".dll", ".pdb", ".deps.json", ".runtimeconfig.json", string.Empty }.Select(ending => File(app.AssemblyName + ending, new FileOrigin.App())),
        ];
    }

    /// <summary>The app and what it references, directly or not.</summary>
    private HashSet<SourceProject> Published(SourceProject app)
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

    private static PublishedFile File(string path, FileOrigin origin) => new(path, string.Empty, Size: 0, Executable: false, origin);
}
