using Containerize.Describing;
using Containerize.Host;
using Containerize.Layering;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Reads from MSBuild's items where published files came from.</summary>
internal sealed class ItemProvenance : IFileProvenance
{
    /// <summary>Made or transformed at every publish, also where it is an item.</summary>
    private const string WebConfig = "web.config";

    // Paths in items may differ in case from those on disk where the file system does not care.
    private readonly Dictionary<string, FileOrigin> origins = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> changingWithApp = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="published">ResolvedFileToPublish.</param>
    /// <param name="runtimePacks">ResolvedRuntimePack.</param>
    /// <param name="content">Paths below the publish directory of what is copied as it is.</param>
    /// <param name="frontEnd">Tells whose the content is that browsers are served.</param>
    /// <param name="packages">Tells whose a file is that some package's own targets publish, by where it lies.</param>
    /// <param name="intermediates">Tells what a file is by what made it.</param>
    public ItemProvenance(
        IReadOnlyList<ITaskItem> published,
        IReadOnlyList<ITaskItem> runtimePacks,
        IEnumerable<string> content,
        FrontEndFiles frontEnd,
        PackageFolders packages,
        IntermediateFiles intermediates)
    {
        var packs = runtimePacks.Select(pack => pack.GetMetadata("NuGetPackageId")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var contentPaths = content.Select(PathText.ToRelative).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var item in published)
        {
            var path = PathText.ToRelative(item.GetMetadata("RelativePath"));
            if (path.Length == 0)
            {
                continue;
            }

            // A path may appear twice; the copy that MSBuild makes last is not told, the first is the more telling.
            var source = item.GetMetadata("FullPath");
            var isContent = contentPaths.Contains(path);
            origins.TryAdd(
                path,
                (intermediates.IsHost(source) ? new FileOrigin.Host() : OriginOf(item, packs))
                    ?? (isContent && FrontEndFiles.IsServed(path) ? null : packages.FindOwner(source))
                    ?? (isContent ? frontEnd.OriginOfContent(path) : new FileOrigin.App()));
            sources.TryAdd(path, source);
            if (intermediates.IsLinked(source))
            {
                changingWithApp.Add(path);
            }
        }

        foreach (var path in contentPaths)
        {
            origins.TryAdd(path, frontEnd.OriginOfContent(path));
        }
    }

    public FileOrigin OriginOf(string relativePath) => origins.GetValueOrDefault(relativePath) ?? new FileOrigin.App();

    public bool ChangesWithApp(string relativePath) => changingWithApp.Contains(relativePath);

    public bool IsWritten(string relativePath)
        => !origins.ContainsKey(relativePath) || relativePath.Equals(WebConfig, StringComparison.OrdinalIgnoreCase);

    public string? SourceOf(string relativePath) => sources.GetValueOrDefault(relativePath);

    /// <returns>Null where the item does not say.</returns>
    private static FileOrigin? OriginOf(ITaskItem item, HashSet<string> runtimePacks)
    {
        // First, because the output of a transitively referenced project also carries a package id: the project's own.
        if (item.GetMetadata("ReferenceSourceTarget") == "ProjectReference")
        {
            return new FileOrigin.Project();
        }

        var package = item.GetMetadata("NuGetPackageId");
        if (package.Length == 0)
        {
            return null;
        }

        return runtimePacks.Contains(package)
            ? new FileOrigin.RuntimePack()
            : new FileOrigin.Package(package, item.GetMetadata("NuGetPackageVersion"));
    }
}
