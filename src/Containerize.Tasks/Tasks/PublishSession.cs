using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Images;
using Containerize.Layers;
using Containerize.Publishing;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Reporting;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>What publishes of every kind need of this machine, from properties: registries, cache, compression; and how they end.</summary>
internal sealed class PublishSession : IDisposable
{
    private readonly ImageProperties properties;
    private readonly RegistryClient registries;
    private readonly CacheSettings cache;
    private readonly BuildLog log;

    private PublishSession(ImageProperties properties, PublishOrder order, RegistryClient registries, CacheSettings cache, PublishServices services, BuildLog log)
    {
        this.properties = properties;
        this.registries = registries;
        this.cache = cache;
        this.log = log;
        Order = order;
        Services = services;
    }

    public PublishOrder Order { get; }

    public PublishServices Services { get; }

    /// <exception cref="Diagnostics.ContainerizeException">Some property or item is not valid.</exception>
    public static async Task<PublishSession> OpenAsync(ImageTask task, ImageProperties properties, Func<PublishOrder> read, Host.HostEnvironment host, BuildLog log)
    {
        var options = NetworkSettings.Read(properties, host, log);
        var network = SharedNetwork.Of(task.BuildEngine, options);
        // While the network opens.
        var order = read();
        var encoding = LayerEncoding.Parse(properties["Compression"]);
        var registries = new RegistryClient(
            await network.HandlerAsync(),
            options,
            new CredentialSource(host, order.Target.Registry, log),
            TimeProvider.System,
            log,
            ownsHandler: false);
        try
        {
            registries.Counts.AddRequests(network.TakeGreetings());
            var cache = new CacheSettings(properties, host);
            var store = cache.Open(Path.Join(order.IntermediateDirectory, "cache"), log);
            return new PublishSession(properties, order, registries, cache, new PublishServices(registries, store, encoding, host, TimeProvider.System, log), log);
        }
        catch
        {
            registries.Dispose();
            throw;
        }
    }

    public Task<Image> ResolveBaseAsync(CancellationToken cancellationToken)
        => Services.OpenBases(() => System.Threading.Tasks.Task.FromResult(CachedBaseUse.Configuration))
            .Find(Order.ForDockerfile.BaseImage)
            .ResolveAsync(Order.ForDockerfile.Platform, cancellationToken);

    /// <summary>Tells of the image: to people, to other programs, and to MSBuild.</summary>
    /// <returns>The item ContainerizedImage.</returns>
    public ITaskItem Finish(PublishResult result)
    {
        if (Services.Store.HasGrown)
        {
            cache.Prune(log);
        }

        ResultFile.Write(Path.Join(properties.Path("ResultDirectory"), "image.json"), result);
        foreach (var line in PublishSummary.FormatLines(result))
        {
            log.Say(line);
        }

        return Describe(result);
    }

    /// <summary>Tells of what would be done: in the log in short, in files beside the result's in full.</summary>
    public void Tell(ImagePlan plan)
    {
        var path = Path.Join(properties.Path("ResultDirectory"), "plan");
        PlanFile.Write(path, plan);

        // The form that MSBuild's terminal logger shows as a project's result; of the rest it shows nothing.
        log.Say($"{plan.ProjectName} -> {path}.txt");
        foreach (var line in PlanText.FormatLines(plan, withFiles: false))
        {
            log.Say("  " + line);
        }
    }

    public void Dispose() => registries.Dispose();

    private static TaskItem Describe(PublishResult result)
    {
        var reference = result.References[0];
        var item = new TaskItem(result.Destination.IsShared ? $"{reference}@{result.Top.Digest}" : reference);
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
