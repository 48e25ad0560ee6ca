using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Publishing;
using Containerize.Registries;
using Containerize.Storage;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>What publishes of every kind need of this machine, from properties: registries, cache, compression.</summary>
/// <param name="resultFolder">Absolute path of the folder for what other programs read.</param>
internal sealed class PublishSession(
    PublishOrder order, string resultFolder, RegistryClient registries, CacheSettings cache, PublishServices services, BuildLog log) : IDisposable
{
    public PublishOrder Order => order;

    public PublishServices Services => services;

    /// <summary>Absolute path of the folder for what other programs read.</summary>
    public string ResultFolder => resultFolder;

    /// <param name="read">Run while the network opens.</param>
    /// <exception cref="ContainerizeException">Some properties or items are not valid: all of them are in it.</exception>
    public static async Task<PublishSession> OpenAsync(IBuildEngine engine, ImageItems items, Func<PublishOrder?> read, Host.HostEnvironment host, BuildLog log)
    {
        var properties = items.Images[0];
        var faults = new Faults();
        var options = faults.Read(() => NetworkSettings.Read(properties, host, log), new RegistryOptions());
        var network = SharedNetwork.Of(engine, options);
        // While the network opens.
        var order = faults.Read(read, null);
        var settings = faults.Read(() => PublishSettings.Read(properties, host), null);
        faults.Throw();
        var (encoding, cache) = settings!;
        var build = BuildFolder.Find(items.Publish["BuildId"]);
        var early = BuildObjects.Find<EarlyLayers>(engine, order!.IntermediateDirectory);
        early?.Hurry();
        var memory = build is null && early is null ? new RegistryMemory() : SharedNetwork.MemoryOf(engine, options, order.FirstRegistry);
        var registries = await SharedNetwork.OpenClientAsync(network, options, memory, host, order.FirstRegistry, log);
        try
        {
            registries.Counts.AddRequests(network.TakeGreetings());
            var store = cache.Open(Path.Join(order.IntermediateDirectory, "cache"), log);
            var services = new PublishServices(registries, store, encoding, host, TimeProvider.System, log)
            {
                Build = build is null ? null : new BuildNotes(build, TimeProvider.System),
                Early = early,
                Engines = SharedEngines.Of(engine),
            };
            return new PublishSession(order, items.Publish.Path("ResultDirectory")!, registries, cache, services, log);
        }
        catch
        {
            registries.Dispose();
            throw;
        }
    }

    public Task<Image> ResolveBaseAsync(CancellationToken cancellationToken)
        => Services.OpenBases(CachedBaseUse.Configuration)
            .Find(Order.ForDockerfile.BaseImage)
            .ResolveAsync(Order.ForDockerfile.Platform, cancellationToken);

    /// <summary>How it ends for whoever asked.</summary>
    public OutcomeTelling Telling => new(resultFolder, log);

    /// <summary>Makes room in the cache where this publish has put something into it.</summary>
    public void PruneCache() => cache.Prune(Services.Store.Grown + (Services.Early?.Grown ?? 0), log);

    public void Dispose() => registries.Dispose();
}
