using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>Reads what a publish left on disk, which is the truth about what the image holds.</summary>
internal static class PublishDirectory
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.PublishDirectoryMissing"/>, <see cref="ErrorCodes.FileUnreadable"/>,
    /// <see cref="ErrorCodes.LinkOutside"/> or <see cref="ErrorCodes.FileUnfit"/>.</exception>
    public static IReadOnlyList<PublishedFile> Read(ImageDefinition definition, IPublishLog log)
    {
        var root = new DirectoryInfo(definition.PublishDirectory);
        try
        {
            FoundFile[] found = root.Exists ? [.. new FolderWalk(root.FullName).ListFiles().Where(file => !IsLeftOver(file, definition))] : [];
            if (found.Length == 0 && (!definition.IsContentProject || definition.IsSite))
            {
                throw new ContainerizeException(ErrorCodes.PublishDirectoryMissing, DescribeMissing(definition, root.Exists));
            }

            UnfitFile.Refuse(found);
            var programs = new ExecutableFiles(definition, found);
            PublishedFile[] files = [.. found.Select(file => Describe(file, definition, programs))];
            programs.Warn(log);
            return definition.HasOurServer ? [.. files, StaticSite.CreateConfiguration(definition, files)] : files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.FileUnreadable, $"Reading the publish output {definition.PublishDirectory}: {Excerpt.Of(e.Message)}", e);
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
        var origin = definition.Provenance.OriginOf(path);
        if (found.LinkTarget is not null)
        {
            return new PublishedFile(path, found.Content.FullName, Size: 0, Executable: false, origin) { LinkTarget = found.LinkTarget };
        }

        var content = EndpointsManifest.IsOne(path) ? EndpointsManifest.WithFixedTimes(found.Content, path, definition.IntermediateDirectory) : found.Content;
        return new PublishedFile(path, content.FullName, content.Length, programs.Contains(found, origin), origin)
        {
            ListsAssets = EndpointsManifest.IsOne(path),
            ChangesWithApp = definition.Provenance.ChangesWithApp(path),
            IsDatedByContent = definition.IsSite || origin is FileOrigin.Content || FrontEndFiles.IsServed(path),
        };
    }
}
