using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Publishing;

/// <summary>Reads what a publish left on disk, which is the truth about what the image holds.</summary>
internal static class PublishDirectory
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.PublishDirectoryMissing"/>, <see cref="ErrorCodes.FileUnreadable"/> or <see cref="ErrorCodes.LinkOutside"/>.</exception>
    public static IReadOnlyList<PublishedFile> Read(ImageDefinition definition)
    {
        var root = new DirectoryInfo(definition.PublishDirectory);
        try
        {
            var files = root.Exists
                ? root.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => !definition.LeftOver.Contains(file.FullName)).Select(file => Describe(file, definition)).ToArray()
                : [];
            if (definition.IsStaticSite && files.Length > 0)
            {
                return [.. files, StaticSite.Configuration(definition)];
            }

            return files.Length > 0
                ? files
                : throw new ContainerizeException(
                    ErrorCodes.PublishDirectoryMissing,
                    $"Reading the publish output: {definition.PublishDirectory} {(root.Exists ? "has no files in it" : "does not exist")}. Publish the project first, or drop --no-build.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.FileUnreadable, $"Reading the publish output {definition.PublishDirectory}: {Excerpt.Of(e.Message)}", e);
        }
    }

    private static PublishedFile Describe(FileInfo file, ImageDefinition definition)
    {
        var relative = Path.GetRelativePath(definition.PublishDirectory, file.FullName).Replace('\\', '/');
        var content = file.LinkTarget is null ? file : Follow(file, relative);
        if (EndpointsManifest.Is(relative))
        {
            content = EndpointsManifest.WithFixedTimes(content, relative, definition.IntermediateDirectory);
        }

        return new PublishedFile(
            relative,
            content.FullName,
            content.Length,
            ExecutableFile.Is(relative, content.FullName),
            definition.Provenance.OriginOf(relative))
        {
            ChangesWithApp = definition.Provenance.ChangesWithApp(relative),
        };
    }

    /// <summary>A link's content goes into the image: its target's path means nothing there.</summary>
    private static FileInfo Follow(FileInfo link, string relative)
        => link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target
            ? target
            : throw new ContainerizeException(
                ErrorCodes.LinkOutside,
                $"Reading the publish output: {relative} is a link to {link.LinkTarget}, where there is no file. Remove the link or restore what it leads to.");
}
