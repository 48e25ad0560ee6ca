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
public sealed class PublishContainerImage : ImageTask
{
    /// <summary>ContainerizedImage: the image's reference@digest with metadata Reference, Digest, ConfigDigest, MediaType, Platform, Size, Tags.</summary>
    [Output]
    public ITaskItem[] ContainerizedImages { get; private set; } = [];

    private protected override async System.Threading.Tasks.Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var properties = new ImageProperties(Images[0], Absolute);
        var options = NetworkSettings.Read(properties, Host, log);
        var network = SharedNetwork.Of(BuildEngine, options);
        var definitions = DefinitionReader.ReadAll(this, Images.Select(image => new ImageProperties(image, Absolute)), ProjectFile, Host);
        var encoding = LayerEncoding.Parse(properties["Compression"]);
        using var registries = new RegistryClient(
            await network.HandlerAsync(),
            options,
            new CredentialSource(Host, definitions[0].Target.Registry, log),
            TimeProvider.System,
            log,
            ownsHandler: false);
        registries.Counts.AddRequests(network.TakeGreetings());
        var cache = new CacheSettings(properties, Host);
        var store = cache.Open(Path.Join(definitions[0].IntermediateDirectory, "cache"), log);
        var services = new PublishServices(registries, store, encoding, Host, TimeProvider.System, log);

        var result = await new ImagePublisher(definitions, services).PublishAsync(cancellationToken);

        if (store.HasGrown)
        {
            cache.Prune(log);
        }

        ResultFile.Write(Path.Join(properties.Path("ResultDirectory"), "image.json"), result);
        ContainerizedImages = [Describe(result)];
        foreach (var line in PublishSummary.Lines(result))
        {
            log.Say(line);
        }
    }

    private static TaskItem Describe(PublishResult result)
    {
        var reference = result.References[0];
        var item = new TaskItem(result.Pushed ? $"{reference}@{result.Top.Digest}" : reference);
        item.SetMetadata("Reference", reference);
        item.SetMetadata("Digest", result.Top.Digest.ToString());
        item.SetMetadata("ConfigDigest", string.Join(';', result.Images.Select(image => image.Config.Digest)));
        item.SetMetadata("MediaType", result.Top.MediaType);
        item.SetMetadata("Platform", string.Join(';', result.Images.Select(image => image.Platform)));
        item.SetMetadata("Size", result.Size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        item.SetMetadata("Tags", string.Join(';', result.Tags));
        return item;
    }
}
