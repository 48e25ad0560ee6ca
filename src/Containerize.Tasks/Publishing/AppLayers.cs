using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>The layers made of one publish output: planned, looked for where earlier publishes may have left them, and built where they are new.</summary>
internal sealed class AppLayers
{
    private const long MuchToHash = 32 * 1024 * 1024;

    private readonly ImageDefinition definition;
    private readonly ImageContent content;
    private readonly PublishServices services;
    private readonly EqualLayers equals;
    private readonly LayerBuilder builder;
    private readonly LayerAdoption adoption;
    private readonly ImageAssembler assembler;
    private FoundLayer[] layers = [];

    /// <param name="definition">Of any of the images that are made of this content.</param>
    /// <param name="equals">What is known of layers of other images in the same publish.</param>
    public AppLayers(ImageDefinition definition, ImageContent content, PublishServices services, EqualLayers equals)
    {
        this.definition = definition;
        this.content = content;
        this.services = services;
        this.equals = equals;
        var cache = new LayerCache(services.Store);
        builder = new LayerBuilder(services.Store, cache, new StatIndex(services.Store, services.Clock), services.Encoding);
        adoption = new LayerAdoption(services.Store, cache, services.Encoding);
        assembler = new ImageAssembler(definition, services.Encoding);
    }

    /// <summary>What the publish left and the images do without.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut => content.LeftOut;

    /// <summary>Whether an image of that content has these layers.</summary>
    public bool IsOf(ImageDefinition other, ImageContent its) => other.PublishDirectory == definition.PublishDirectory && its.Key == content.Key;

    /// <summary>Whether every layer exists as a blob already.</summary>
    public bool AreKnown => layers.All(layer => layer.Known is not null);

    /// <summary>Planned and looked for, lowest first.</summary>
    public IReadOnlyList<FoundLayer> Found => layers;

    /// <summary>The layers, when all of them <see cref="AreKnown"/>.</summary>
    public ReadyLayer[] Known => [.. layers.Select(layer => Ready(layer, layer.Known!))];

    /// <summary>On the caller's thread: the pool's first few are the network's. Only where there may be much to hash, others help.</summary>
    public async Task FindAsync(Task<IImageDestination> choosing, CancellationToken cancellationToken)
    {
        TellOfIdleRules(content.Files, definition, services.Log);
        var plan = LayerPlanner.Plan(content.Files, definition.LayerRules, definition.Layering);
        if (plan.Layers.Sum(layer => layer.Size) < MuchToHash)
        {
            layers = [.. plan.Layers.Select(layer => Find(layer, cancellationToken))];
        }
        else if (await IsFirstAnywhereAsync(choosing))
        {
            layers = [.. plan.Layers.Select(layer => new FoundLayer(layer, ImageFiles.Of(layer, content.Places), DiffId: null, Size: 0, Known: null))];
        }
        else
        {
            layers = await Task.WhenAll(plan.Layers.Select(layer => Task.Run(() => Find(layer, cancellationToken), cancellationToken)));
        }
    }

    /// <summary>A rule for which there is no file was misspelled, or is of an earlier day.</summary>
    public static void TellOfIdleRules(IReadOnlyCollection<PublishedFile> files, ImageDefinition definition, IPublishLog log)
    {
        foreach (var (layer, pattern) in LayerPlanner.IdlePatterns(files, definition.LayerRules))
        {
            log.Warn(
                ErrorCodes.LayerTakesNothing,
                $"Sorting files into layers: no published file matches '{Excerpt.Of(pattern)}' of the ContainerLayer item '{layer}'. Patterns are paths below the publish folder, with / between folders and in the files' own case.");
        }
    }

    /// <summary>Asks the target repository about layers that this machine does not know, as a CI agent with an empty disk does not.</summary>
    public async Task TakeOverAsync(IImageDestination destination, CancellationToken cancellationToken)
    {
        if (!layers.Any(layer => layer is { Known: null, DiffId: not null })
            || destination is not RegistryDestination repository
            || definition.Target is not { Registry: { } registry } target)
        {
            return;
        }

        var under = new ImageReference { Registry = registry, Repository = target.Repository, Tag = target.Tags[0] };
        var earlier = await new EarlierImages(services.Registries, definition.Platform, services.Encoding.Maker, services.Log)
            .FindAsync(under, repository.UnderTag, target.CacheFrom, cancellationToken);
        layers = await Task.WhenAll(layers.Select(layer => layer is { Known: null, DiffId: { } diffId } && earlier.TryGetValue(diffId, out var told)
            ? AdoptAsync(layer, diffId, told, cancellationToken)
            : Task.FromResult(layer)));
    }

    /// <summary>Layers are made one after the other, since making one uses every core; each is sent while the next is made.</summary>
    public async Task<ReadyLayer[]> BuildAsync(BlobSender sending, CancellationToken cancellationToken)
    {
        var ready = new ReadyLayer[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = layers[i];
            var built = layer.Known ?? await equals.BuildAsync(layer.Files, () => BuildAsync(layer, cancellationToken));
            ready[i] = Ready(layer, built);
            await sending.StartAsync([ready[i].Blob]);
        }

        return ready;
    }

    /// <summary>Neither this machine nor the registry has a layer from any earlier publish: what would be hashed could not be found.</summary>
    private async Task<bool> IsFirstAnywhereAsync(Task<IImageDestination> choosing)
        => builder.KnowsNothing
            && definition.Target.CacheFrom.Count == 0
            && await choosing is not RegistryDestination { UnderTag: not null };

    private FoundLayer Find(PlannedLayer layer, CancellationToken cancellationToken)
    {
        var files = ImageFiles.Of(layer, content.Places);
        var (diffId, size, known) = equals.Find(files, () => builder.Find(files, cancellationToken));
        return new FoundLayer(layer, files, diffId, size, known);
    }

    /// <summary>What cannot be taken over is compressed, as if nobody had offered it.</summary>
    private async Task<FoundLayer> AdoptAsync(FoundLayer layer, Digest diffId, EarlierLayer told, CancellationToken cancellationToken)
    {
        try
        {
            var adopted = await adoption.TryAsync(
                diffId, layer.Size, told.Blob, token => told.Repository.OpenBlobAsync(told.Blob, $"layer {layer.Plan.Class} of {told.Image}", token), cancellationToken);
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

    /// <summary>The piece of a larger layer is quickly compressed anew; of a whole one the blocks are remembered.</summary>
    private Task<BuiltLayer> BuildAsync(FoundLayer layer, CancellationToken cancellationToken)
    {
        var place = layer.Plan.IsPiece ? null : $"{definition.IntermediateDirectory}|{layer.Plan.Class}|{layer.Plan.Class.Meaning}";
        return Task.Run(() => builder.BuildAsync(layer.Files, layer.DiffId, place, cancellationToken), cancellationToken);
    }

    private ReadyLayer Ready(FoundLayer layer, BuiltLayer built)
        => new(layer.Plan, built, BlobOf(layer, built));

    /// <summary>The blob that a layer is.</summary>
    public ImageBlob BlobOf(FoundLayer layer, BuiltLayer built) => assembler.Blob(layer.Plan, built, layer.KnownIn, token => OpenAsync(layer, built, token));

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
}
