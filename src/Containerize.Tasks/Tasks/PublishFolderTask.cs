using Containerize.Describing;
using Containerize.Host;
using Containerize.Host.Files;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>What is told of a publish folder, before and after the publish has written into it.</summary>
public abstract class PublishFolderTask : ContainerizeTask
{
    /// <summary>PublishDir.</summary>
    [Required]
    public string PublishDirectory { get; set; } = string.Empty;

    /// <summary>The project's folder below obj for all of its frameworks, runtimes and configurations.</summary>
    [Required]
    public string BaseIntermediateDirectory { get; set; } = string.Empty;

    /// <summary>Whether the folder is one that the build chose, below the project or its artifacts; not one that the user named.</summary>
    public bool IsBuilds { get; set; }

    /// <summary>ResolvedFileToPublish; metadata RelativePath, CopyToPublishDirectory, NuGetPackageId, NuGetPackageVersion.</summary>
    public ITaskItem[] PublishedFiles { get; set; } = [];

    /// <summary>Static web assets; metadata TargetPath, CopyToPublishDirectory.</summary>
    public ITaskItem[] Assets { get; set; } = [];

    /// <summary>Paths below the publish folder of files that are written there and are no items, such as the bundle of a single file.</summary>
    public ITaskItem[] WrittenFiles { get; set; } = [];

    private protected PublishFolder Folder
    {
        get
        {
            var root = Paths.MakeAbsolute(PublishDirectory);
            var name = PathHash.Of(root).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
            var own = Path.Join(Paths.MakeAbsolute(BaseIntermediateDirectory), "containerize", name);
            return new PublishFolder(root, own + ".published", own + ".left-over");
        }
    }

    /// <summary>All of them, and of those that may be copied over a newer file where they come from.</summary>
    private protected ComingFile[] ListComing() =>
    [
        .. PublishedFiles.Select(item => Describe(item, "RelativePath", PackageOf(item), isAsset: false)),
        .. Assets.Select(item => Describe(item, "TargetPath", package: null, isAsset: true)),
        .. WrittenFiles.Select(item => new ComingFile(PathText.ToRelative(item.ItemSpec))),
    ];

    private static ComingFile Describe(ITaskItem item, string path, string? package, bool isAsset)
    {
        var coming = new ComingFile(PathText.ToRelative(item.GetMetadata(path)))
        {
            OnlyIfNewer = item.GetMetadata("CopyToPublishDirectory") == "PreserveNewest",
            Package = package,
            IsAsset = isAsset,
        };
        return StaleFile.Concerns(coming) ? coming with { Source = item.GetMetadata("FullPath") } : coming;
    }

    private static string? PackageOf(ITaskItem item)
        => item.GetMetadata("NuGetPackageId") is { Length: > 0 } id && item.GetMetadata("ReferenceSourceTarget") != "ProjectReference"
            ? $"{id}/{item.GetMetadata("NuGetPackageVersion")}"
            : null;
}
