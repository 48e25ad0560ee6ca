using Containerize.Describing;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>A task that is handed the description of an image: the one that all ways of building it share.</summary>
public abstract class ImageTask : ContainerizeTask
{
    /// <summary>What the image is; see <see cref="ImageProperties"/>. One item for each platform, whose metadata are the properties.</summary>
    [Required]
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>ContainerAppCommand.</summary>
    public ITaskItem[] AppCommand { get; set; } = [];

    /// <summary>ContainerAppCommandArgs.</summary>
    public ITaskItem[] AppCommandArgs { get; set; } = [];

    /// <summary>ContainerEntrypoint.</summary>
    public ITaskItem[] Entrypoint { get; set; } = [];

    /// <summary>ContainerEntrypointArgs.</summary>
    public ITaskItem[] EntrypointArgs { get; set; } = [];

    /// <summary>ContainerDefaultArgs.</summary>
    public ITaskItem[] DefaultArgs { get; set; } = [];

    /// <summary>ContainerEnvironmentVariable; metadata Value.</summary>
    public ITaskItem[] EnvironmentVariables { get; set; } = [];

    /// <summary>ContainerLabel; metadata Value.</summary>
    public ITaskItem[] Labels { get; set; } = [];

    /// <summary>ContainerAnnotation; metadata Value.</summary>
    public ITaskItem[] Annotations { get; set; } = [];

    /// <summary>ContainerHealthCheck: a command in words, or the one word NONE.</summary>
    public ITaskItem[] HealthCheck { get; set; } = [];

    /// <summary>ContainerPort; metadata Type.</summary>
    public ITaskItem[] Ports { get; set; } = [];

    /// <summary>ContainerVolume.</summary>
    public ITaskItem[] Volumes { get; set; } = [];

    /// <summary>ContainerLayer; metadata Files, After.</summary>
    public ITaskItem[] LayerRules { get; set; } = [];

    /// <summary>FrameworkReference.</summary>
    public ITaskItem[] FrameworkReferences { get; set; } = [];

    /// <summary>ResolvedFileToPublish; this and what follows belong to the image of their ContainerizePlatform metadata, or without it to all.</summary>
    public ITaskItem[] PublishedFiles { get; set; } = [];

    /// <summary>ResolvedRuntimePack.</summary>
    public ITaskItem[] RuntimePacks { get; set; } = [];

    /// <summary>Paths below the publish directory of content and static web assets.</summary>
    public ITaskItem[] ContentFiles { get; set; } = [];

    /// <summary>Absolute paths of files in the publish directory that an earlier publish left there.</summary>
    public ITaskItem[] LeftOverFiles { get; set; } = [];

    /// <summary>Properties that get their values late: see <see cref="EarlyValues"/>.</summary>
    public ITaskItem[] LateValues { get; set; } = [];

    /// <summary>The project, and files that are imported by their names, in the order in which MSBuild reads them.</summary>
    public ITaskItem[] ProjectFiles { get; set; } = [];

    /// <exception cref="Diagnostics.ContainerizeException">Some property or item was read before what it is made of.</exception>
    private protected void CheckEarlyValues()
    {
        var image = new ImageProperties(Images[0], Absolute);
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ContainerRegistry"] = "Registry", ["ContainerRepository"] = "Repository", ["ContainerImageName"] = "Repository", ["ContainerImageTag"] = "ImageTag", ["ContainerImageTags"] = "ImageTags",
            ["ContainerBaseImage"] = "BaseImage", ["ContainerArchiveOutputPath"] = "ArchivePath",
        };
        new EarlyValues(LateValues).Check(
            ProjectFiles.Select(item => item.ItemSpec),
            names.ToDictionary(pair => pair.Key, pair => image[pair.Value] ?? string.Empty, StringComparer.Ordinal),
            new Dictionary<string, ITaskItem[]>(StringComparer.Ordinal)
            {
                ["ContainerLabel"] = Labels, ["ContainerAnnotation"] = Annotations, ["ContainerEnvironmentVariable"] = EnvironmentVariables,
            });
    }

    private protected Task<PublishSession> OpenSessionAsync(BuildLog log) => PublishSession.OpenAsync(
        this,
        new ImageProperties(Images[0], Absolute),
        () =>
        {
            CommandLineLists.RequireWhole(Arguments);
            return new PublishOrder(DefinitionReader.ReadAll(this, Images.Select(image => new ImageProperties(image, Absolute)), ProjectFile, log));
        },
        Host,
        log);
}
