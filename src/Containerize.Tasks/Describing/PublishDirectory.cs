using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>Reads what a publish left on disk, which is the truth about what the image holds.</summary>
internal static class PublishDirectory
{
    /// <summary>Of more files than this that no item explains, to read them all would take longer than it saves.</summary>
    private const int MostWritten = 64;

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.PublishDirectoryMissing"/>, <see cref="ErrorCodes.FileUnreadable"/>,
    /// <see cref="ErrorCodes.LinkOutside"/> or <see cref="ErrorCodes.FileUnfit"/>.</exception>
    public static IReadOnlyList<PublishedFile> Read(ImageDefinition definition, IPublishLog log)
    {
        var root = new DirectoryInfo(definition.PublishDirectory);
        try
        {
            FoundFile[] published = root.Exists ? [.. new FolderWalk(root.FullName).ListFiles().Where(file => !IsLeftOver(file, definition))] : [];
            var layers = new Dictionary<string, LayerClass>(StringComparer.Ordinal);
            FoundFile[] found = definition.App is null
                ? published
                : [.. published.Concat(ListApp(definition, layers)).DistinctBy(file => file.RelativePath, StringComparer.Ordinal)];
            if (found.Length == 0 && (!definition.IsContentProject || definition.IsSite))
            {
                throw new ContainerizeException(ErrorCodes.PublishDirectoryMissing, DescribeMissing(definition, root.Exists));
            }

            UnfitFile.Refuse(found);
            var programs = new ExecutableFiles(definition, found);
            var written = FindWritten(definition, found);
            PublishedFile[] files =
            [
                .. found.Select(file => Describe(file, definition, programs) with
                {
                    Layer = layers.GetValueOrDefault(file.RelativePath),
                    IsWritten = written.Contains(file.RelativePath),
                }),
            ];
            programs.Warn(log);
            return definition.HasOurServer ? [.. files, StaticSite.CreateConfiguration(definition, files)] : files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.FileUnreadable, $"Reading the publish output {definition.PublishDirectory}: {Excerpt.Of(e.Message)}", e);
        }
    }

    /// <summary>What there will be of files that a publish copies as they are; of those that are not there, nothing.</summary>
    /// <param name="coming">By the paths that they will have.</param>
    public static IReadOnlyList<PublishedFile> Foresee(ImageDefinition definition, IEnumerable<FoundFile> coming)
    {
        FoundFile[] found =
        [
            .. coming.Where(file => file.RelativePath.Length > 0 && file.Content.Exists)
                .DistinctBy(file => file.RelativePath, StringComparer.Ordinal),
        ];
        var programs = new ExecutableFiles(definition, found);
        return [.. found.Select(file => Describe(file, definition, programs))];
    }

    /// <summary>What targets of this publish have written.</summary>
    private static HashSet<string> FindWritten(ImageDefinition definition, FoundFile[] found)
    {
        var written = definition.App is null
            ? found.Select(file => file.RelativePath).Where(definition.Provenance.IsWritten).ToHashSet(StringComparer.Ordinal)
            : [];
        return written.Count <= MostWritten ? written : [];
    }

    /// <summary>Of an app of another language what lies in its own folder, which nobody copies, and what its tool installed.</summary>
    private static IEnumerable<FoundFile> ListApp(ImageDefinition definition, Dictionary<string, LayerClass> layers)
    {
        foreach (var content in definition.App!.ListContent(definition.AppTarget!).Where(content => Directory.Exists(content.Folder)))
        {
            foreach (var file in new FolderWalk(content.Folder, $"Reading {content.Folder}", content.Takes, content.Enters).ListFiles())
            {
                if (content.Layer is { } layer && definition.Layering.Mode != LayeringMode.Single)
                {
                    layers[file.RelativePath] = layer;
                }

                yield return file;
            }
        }
    }

    private static string DescribeMissing(ImageDefinition definition, bool isThere) => definition.Site is { } site
        ? $"Reading the site: {site.Folder} (ContainerSiteFolder) has no file that a browser is served. Put an index.html there, or name another folder."
        : $"Reading the publish output: {definition.PublishDirectory} {(isThere ? "has no files in it" : "does not exist")}. Publish the project "
            + "first, or drop --no-build.";

    private static bool IsLeftOver(FoundFile file, ImageDefinition definition)
        => definition.LeftOver.Count > 0 && definition.LeftOver.Contains(Path.GetFullPath(file.RelativePath, definition.PublishDirectory));

    private static PublishedFile Describe(FoundFile found, ImageDefinition definition, ExecutableFiles programs)
    {
        var path = found.RelativePath;
        var origin = definition.App?.OriginOf(path) ?? definition.Provenance.OriginOf(path);
        if (found.LinkTarget is not null)
        {
            return new PublishedFile(path, found.Content.FullName, Size: 0, Executable: false, origin) { LinkTarget = found.LinkTarget };
        }

        var content = EndpointsManifest.IsOne(path) ? EndpointsManifest.WithFixedTimes(found.Content, path, definition.IntermediateDirectory) : found.Content;
        return new PublishedFile(path, content.FullName, content.Length, programs.Contains(found, origin), origin)
        {
            ListsAssets = EndpointsManifest.IsOne(path),
            ChangesWithApp = definition.Provenance.ChangesWithApp(path),
            IsDatedByContent = definition.IsSite
                || (definition.App is not null && origin is not FileOrigin.Package)
                || origin is FileOrigin.Content
                || FrontEndFiles.IsServed(path),
        };
    }
}
