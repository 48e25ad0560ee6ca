using Containerize.Diagnostics;
using Containerize.Layers;
using Containerize.Publishing;
using Containerize.Registries;
using Containerize.Storage;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>Assembles the container image of a published project and puts it where the user asked.</summary>
[MSBuildMultiThreadableTask]
public sealed class PublishContainerImage : ContainerizeTask
{
    /// <summary>What the image is; see <see cref="ImageProperties"/>. One item whose metadata are the properties.</summary>
    [Required]
    public ITaskItem Image { get; set; } = new TaskItem();

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

    /// <summary>ContainerPort; metadata Type.</summary>
    public ITaskItem[] Ports { get; set; } = [];

    /// <summary>ContainerVolume.</summary>
    public ITaskItem[] Volumes { get; set; } = [];

    /// <summary>ContainerLayer; metadata Files, After.</summary>
    public ITaskItem[] LayerRules { get; set; } = [];

    /// <summary>FrameworkReference.</summary>
    public ITaskItem[] FrameworkReferences { get; set; } = [];

    /// <summary>ResolvedFileToPublish.</summary>
    public ITaskItem[] PublishedFiles { get; set; } = [];

    /// <summary>ResolvedRuntimePack.</summary>
    public ITaskItem[] RuntimePacks { get; set; } = [];

    /// <summary>Paths below the publish directory of content and static web assets.</summary>
    public ITaskItem[] ContentFiles { get; set; } = [];

    /// <summary>ContainerizedImage: the image's reference@digest with metadata Reference, Digest, ConfigDigest, MediaType, Platform, Size, Tags.</summary>
    [Output]
    public ITaskItem[] ContainerizedImages { get; private set; } = [];

    private protected override async System.Threading.Tasks.Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var properties = new ImageProperties(Image, Absolute);
        var options = new RegistryOptions { Insecure = InsecureRegistries.From(properties["InsecureRegistry"], Host) };
        var network = SharedNetwork.Of(BuildEngine, options);
        var definition = new DefinitionReader(this, properties, ProjectFile, Host).Read();
        var encoding = LayerEncoding.Parse(properties["Compression"]);
        using var registries = new RegistryClient(
            await network.HandlerAsync(),
            options,
            new CredentialSource(Host, definition.Target.Registry, log),
            TimeProvider.System,
            log,
            ownsHandler: false);
        registries.Counts.AddRequests(network.TakeGreetings());
        var cache = new CacheSettings(properties, Host);
        var store = cache.Open(Path.Join(definition.IntermediateDirectory, "cache"), log);
        var services = new PublishServices(registries, store, encoding, Host, TimeProvider.System, log);

        var result = await new ImagePublisher(definition, services).PublishAsync(cancellationToken);

        if (store.HasGrown)
        {
            cache.Prune(log);
        }

        ResultFile.Write(Path.Join(definition.IntermediateDirectory, "image.json"), result);
        ContainerizedImages = [Describe(result)];
        foreach (var line in PublishSummary.Lines(result))
        {
            log.Say(line);
        }
    }

    private static TaskItem Describe(PublishResult result)
    {
        var reference = result.References[0];
        var item = new TaskItem(result.Pushed ? $"{reference}@{result.Manifest.Digest}" : reference);
        item.SetMetadata("Reference", reference);
        item.SetMetadata("Digest", result.Manifest.Digest.ToString());
        item.SetMetadata("ConfigDigest", result.Config.Digest.ToString());
        item.SetMetadata("MediaType", result.Manifest.MediaType);
        item.SetMetadata("Platform", result.Platform.ToString());
        item.SetMetadata("Size", result.Size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        item.SetMetadata("Tags", string.Join(';', result.Tags));
        return item;
    }
}
