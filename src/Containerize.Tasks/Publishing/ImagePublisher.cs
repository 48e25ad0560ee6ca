using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Oci;
using Containerize.Registries;

namespace Containerize.Publishing;

/// <summary>
/// What a publish is, step by step: read the output, plan layers, find what is known of them, resolve the base; if the finished image is
/// where it should be, stop; else make what is missing, send what the other side lacks, and name the image last.
/// </summary>
internal sealed class ImagePublisher
{
    private const long MuchToHash = 32 * 1024 * 1024;

    private readonly ImageDefinition definition;
    private readonly PublishServices services;
    private readonly LayerBuilder builder;
    private readonly LayerAdoption adoption;
    private readonly ImageAssembler assembler;

    public ImagePublisher(ImageDefinition definition, PublishServices services)
    {
        this.definition = definition;
        this.services = services;
        var cache = new LayerCache(services.Store);
        builder = new LayerBuilder(services.Store, cache, new StatIndex(services.Store, services.Clock), services.Encoding);
        adoption = new LayerAdoption(services.Store, cache, services.Encoding);
        assembler = new ImageAssembler(definition, services.Encoding);
    }

    /// <exception cref="ContainerizeException">With the code of what went wrong; nothing is named that is not whole.</exception>
    public async Task<PublishResult> PublishAsync(CancellationToken cancellationToken)
    {
        var started = services.Clock.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Whatever needs the network or another program runs beside the reading of files.
        var resolving = Task.Run(() => ResolveBaseAsync(stop.Token), stop.Token);
        var choosing = Task.Run(() => DestinationChoice.ChooseAsync(definition.Target, services, stop.Token), stop.Token);
        var dating = SourceDate.FindAsync(services.Host, definition.ProjectDirectory, stop.Token);
        try
        {
            var layers = await FindLayersAsync(stop.Token);
            var from = await resolving;
            var created = await dating;
            var destination = await choosing;

            var baseBlobs = assembler.BaseBlobs(from);
            if (!layers.All(layer => layer.Known is not null))
            {
                layers = await TakeOverAsync(layers, destination, stop.Token);
            }

            if (layers.All(layer => layer.Known is not null))
            {
                var known = layers.Select(layer => Ready(layer, layer.Known!)).ToArray();
                var image = assembler.Assemble(from, baseBlobs, known, created);
                if (await destination.HoldsAsync(image, stop.Token))
                {
                    return Report(image, destination, from, known, new Dictionary<Digest, BlobOutcome>(), started);
                }
            }

            await using var sending = new BlobSender(destination, stop.Token);
            await sending.StartAsync(baseBlobs);
            var built = await BuildAsync(layers, sending, stop.Token);
            var finished = assembler.Assemble(from, baseBlobs, built, created);
            await sending.StartAsync([finished.Config]);
            var outcomes = await sending.FinishAsync();
            await destination.CommitAsync(finished, stop.Token);
            return Report(finished, destination, from, built, outcomes, started);
        }
        catch
        {
            // What still runs beside the failed step must not outlive the publish.
            await stop.CancelAsync();
            await Task.WhenAll(resolving, dating, choosing).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    private Task<BaseImage> ResolveBaseAsync(CancellationToken cancellationToken)
        => definition.BaseImage is { } reference
            ? new RegistryBaseImageSource(services.Registries, services.Store).ResolveAsync(reference, definition.Platform, cancellationToken)
            : Task.FromResult(new BaseImage { Config = ImageConfig.Empty(definition.Platform) });

    /// <summary>On the caller's thread: the pool's first few are the network's. Only where there may be much to hash, others help.</summary>
    private async Task<FoundLayer[]> FindLayersAsync(CancellationToken cancellationToken)
    {
        var plan = LayerPlanner.Plan(PublishDirectory.Read(definition), definition.LayerRules, definition.Layering);
        var found = new FoundLayer[plan.Layers.Count];
        if (plan.Layers.Sum(layer => layer.Size) >= MuchToHash)
        {
            await Task.WhenAll(plan.Layers.Select((layer, i) => Task.Run(() => { found[i] = Find(layer, cancellationToken); }, cancellationToken)));
            return found;
        }

        for (var i = 0; i < found.Length; i++)
        {
            found[i] = Find(plan.Layers[i], cancellationToken);
        }

        return found;
    }

    private FoundLayer Find(PlannedLayer layer, CancellationToken cancellationToken)
    {
        var files = InImage(layer);
        var (diffId, size, known) = builder.Find(files, cancellationToken);
        return new FoundLayer(layer, files, diffId, size, known);
    }

    private LayerFile[] InImage(PlannedLayer layer)
    {
        var root = definition.WorkingDirectory.TrimStart('/');
        return [.. layer.Files.Select(file => new LayerFile($"{root}/{file.RelativePath}".TrimStart('/'), file.Source, file.Size, file.Executable))];
    }

    /// <summary>Asks the target repository about layers that this machine does not know, as a CI agent with an empty disk does not.</summary>
    private async Task<FoundLayer[]> TakeOverAsync(FoundLayer[] layers, IImageDestination destination, CancellationToken cancellationToken)
    {
        if (destination is not RegistryDestination repository || definition.Target is not { Registry: { } registry } target)
        {
            return layers;
        }

        var under = new ImageReference { Registry = registry, Repository = target.Repository, Tag = target.Tags[0] };
        var earlier = await new EarlierImages(services.Registries, definition.Platform, services.Encoding.Maker, services.Log)
            .FindAsync(under, repository.UnderTag, target.CacheFrom, cancellationToken);
        return await Task.WhenAll(layers.Select(layer => layer.Known is null && earlier.TryGetValue(layer.DiffId, out var told)
            ? AdoptAsync(layer, told, cancellationToken)
            : Task.FromResult(layer)));
    }

    /// <summary>What cannot be taken over is compressed, as if nobody had offered it.</summary>
    private async Task<FoundLayer> AdoptAsync(FoundLayer layer, EarlierLayer told, CancellationToken cancellationToken)
    {
        try
        {
            var adopted = await adoption.TryAsync(
                layer.DiffId, layer.Size, told.Blob, token => told.Repository.OpenBlobAsync(told.Blob, $"layer {layer.Plan.Class} of {told.Image}", token), cancellationToken);
            if (adopted is not null)
            {
                return layer with { Known = adopted, KnownIn = told.Image };
            }

            services.Log.Detail($"{told.Image} names {told.Blob.Digest} for the layer {layer.Plan.Class}, but that holds something else: not used.");
        }
        catch (Exception e) when (e is ContainerizeException or IOException or UnauthorizedAccessException)
        {
            services.Log.Detail($"Layer {layer.Plan.Class} not taken over from {told.Image}: {e.Message}");
        }

        return layer;
    }

    /// <summary>Layers are made one after the other, since making one uses every core; each is sent while the next is made.</summary>
    private async Task<ReadyLayer[]> BuildAsync(FoundLayer[] layers, BlobSender sending, CancellationToken cancellationToken)
    {
        var ready = new ReadyLayer[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = layers[i];
            var built = layer.Known ?? await BuildAsync(layer, cancellationToken);
            ready[i] = Ready(layer, built);
            await sending.StartAsync([ready[i].Blob]);
        }

        return ready;
    }

    private Task<BuiltLayer> BuildAsync(FoundLayer layer, CancellationToken cancellationToken)
        => Task.Run(
            () => builder.BuildAsync(layer.Files, layer.DiffId, $"{definition.IntermediateDirectory}|{layer.Plan.Class}|{layer.Plan.Class.Meaning}", cancellationToken),
            cancellationToken);

    private ReadyLayer Ready(FoundLayer layer, BuiltLayer built)
        => new(layer.Plan, built, assembler.Blob(layer.Plan, built, layer.KnownIn, token => OpenAsync(layer, built, token)));

    private async Task<Stream> OpenAsync(FoundLayer layer, BuiltLayer built, CancellationToken cancellationToken)
    {
        var fresh = built.FromCache ? null : services.Store.OpenFresh(built.Blob.Digest);
        if ((fresh ?? await services.Store.OpenAsync(built.Blob.Digest, built.Blob.Size, cancellationToken)) is { } stored)
        {
            return stored;
        }

        // The store's copy was damaged or cleared away since it was found, but the files are still here to make it again.
        var again = await BuildAsync(layer, cancellationToken);
        return again.Blob == built.Blob && await services.Store.OpenAsync(again.Blob.Digest, again.Blob.Size, cancellationToken) is { } rebuilt
            ? rebuilt
            : throw new ContainerizeException(
                ErrorCodes.CacheUnusable,
                $"Reading layer {layer.Plan.Class} from the cache {services.Store.Root}: its content is not what was written. Clear the folder, or set ContainerizeCacheDirectory to another.");
    }

    private PublishResult Report(
        FinishedImage image, IImageDestination destination, BaseImage from, ReadyLayer[] layers, IReadOnlyDictionary<Digest, BlobOutcome> outcomes, long started)
    {
        var counts = services.Registries.Counts;
        return new PublishResult
        {
            ProjectName = definition.ProjectName,
            References = destination.References,
            Tags = definition.Target.Tags,
            Manifest = image.Manifest,
            Config = image.Config.Descriptor,
            Platform = definition.Platform,
            Base = from.Reference is null ? null : from.Reference with { Digest = from.Digest },
            Layers = LayerReport.Of(image, from, layers, outcomes),
            Unchanged = outcomes.Count == 0,
            Destination = destination.Kind,
            BytesSent = counts.BytesSent,
            Requests = counts.Requests,
            Duration = services.Clock.GetElapsedTime(started),
        };
    }

    /// <param name="Known">The layer's blob, where an earlier build left it.</param>
    /// <param name="KnownIn">The image in the target registry that told of the blob; null when it is in the store.</param>
    private sealed record FoundLayer(PlannedLayer Plan, IReadOnlyList<LayerFile> Files, Digest DiffId, long Size, BuiltLayer? Known, ImageReference? KnownIn = null);
}
