using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Images;
using Containerize.Layers;
using Containerize.Publishing;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>What publishes of every kind need of this machine, from properties: registries, cache, compression.</summary>
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
            new CredentialSource(host, order.FirstRegistry, log),
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
        => Services.OpenBases(CachedBaseUse.Configuration)
            .Find(Order.ForDockerfile.BaseImage)
            .ResolveAsync(Order.ForDockerfile.Platform, cancellationToken);

    /// <summary>How it ends for whoever asked.</summary>
    public OutcomeTelling Telling => new(resultFolder, log);

    /// <summary>Makes room in the cache where this publish has put something into it.</summary>
    public void PruneCache()
    {
        if (Services.Store.HasGrown)
        {
            cache.Prune(log);
        }
    }

    public void Dispose() => registries.Dispose();
}
