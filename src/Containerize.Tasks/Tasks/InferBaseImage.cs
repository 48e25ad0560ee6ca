using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Says which base image a project gets that names none, for those who want to change it before the image is made.</summary>
[MSBuildMultiThreadableTask]
public sealed class InferBaseImage : ContainerizeTask
{
    /// <summary>One for each platform, with what the choice depends on.</summary>
    [Required]
    public ITaskItem[] Platforms { get; set; } = [];

    /// <summary>Items FrameworkReference.</summary>
    public ITaskItem[] FrameworkReferences { get; set; } = [];

    /// <summary>Reference of the image.</summary>
    [Output]
    public string BaseImage { get; private set; } = string.Empty;

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        ImageProperties[] platforms = [.. Platforms.Select(platform => new ImageProperties(platform, Paths))];
        string[] identifiers = [.. platforms.Select(PlatformReader.ReadRuntimeIdentifier)];
        PlatformReader.RequireDifferent(identifiers);
        BaseImage = new BaseImageReader(platforms[0], FrameworkReferences, identifiers).Infer().ToString();
        return Task.CompletedTask;
    }
}
