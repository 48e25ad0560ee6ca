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
/// <param name="resultFolder">Absolute path of the folder for what other programs read.</param>
internal sealed class PublishSession(
    PublishOrder order, string resultFolder, RegistryClient registries, CacheSettings cache, PublishServices services, BuildLog log) : IDisposable
{
    public PublishOrder Order => order;

    public PublishServices Services => services;

    /// <param name="read">Run while the network opens.</param>
    /// <exception cref="Diagnostics.ContainerizeException">Some property or item is not valid.</exception>
    public static async Task<PublishSession> OpenAsync(IBuildEngine engine, ImageItems items, Func<PublishOrder> read, Host.HostEnvironment host, BuildLog log)
    {
        var properties = items.Images[0];
        var options = NetworkSettings.Read(properties, host, log);
        var network = SharedNetwork.Of(engine, options);
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
            var services = new PublishServices(registries, store, encoding, host, TimeProvider.System, log);
            return new PublishSession(order, items.Publish.Path("ResultDirectory")!, registries, cache, services, log);
        }
        catch
        {
            registries.Dispose();
            throw;
        }
    }

    public Task<Image> ResolveBaseAsync(CancellationToken cancellationToken)
        => Services.OpenBases(() => Task.FromResult(CachedBaseUse.Configuration))
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

        ResultFile.Write(Path.Join(resultFolder, "image.json"), result);
        foreach (var line in PublishSummary.FormatLines(result))
        {
            log.Say(line);
        }

        return Describe(result);
    }

    /// <summary>Tells of what would be done: in the log in short, in files beside the result's in full.</summary>
    public void Tell(ImagePlan plan)
    {
        var path = Path.Join(resultFolder, "plan");
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
