using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Layers.Indexed;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>Finds, takes over, builds and opens single layers of one publish output.</summary>
internal sealed class LayerMaker
{
    private readonly ImageDefinition definition;
    private readonly LayerServices services;
    private readonly EqualLayers equals;
    private readonly LayerCache cache;
    private readonly LayerBuilder builder;
    private readonly LayerAdoption adoption;
    private readonly ImageAssembler assembler;

    /// <param name="definition">Of any of the images that are made of the output.</param>
    /// <param name="equals">What is known of layers of other images in the same publish.</param>
    public LayerMaker(ImageDefinition definition, LayerServices services, EqualLayers equals)
    {
        this.definition = definition;
        this.services = services;
        this.equals = equals;
        cache = new LayerCache(services.Store);
        builder = new LayerBuilder(services.Store, cache, new StatIndex(services.Store, services.Clock), services.Encoding) { Seen = services.Seen };
        adoption = new LayerAdoption(services.Store, cache, services.Encoding);
        assembler = new ImageAssembler(definition, services.Encoding);
    }

    /// <summary>Whether layers are read and packed by who asks for them, and not beside him.</summary>
    public bool OnCallersThread { private get; init; }

    /// <summary>Whether this machine has no layer from any earlier publish.</summary>
    public bool KnowsNothing => builder.KnowsNothing;

    /// <summary>Hashes a layer, and looks for it on this machine.</summary>
    public FoundLayer Find(PlannedLayer layer, LayerFile[] files, CancellationToken cancellationToken)
    {
        var (content, size, known) = equals.Find(files, () => builder.Find(files, cancellationToken));
        return new FoundLayer(layer, files, content, size, Recognize(known));
    }

    /// <summary>A layer that there is no point in looking for.</summary>
    public static FoundLayer Unhashed(PlannedLayer layer, LayerFile[] files) => new(layer, files, Content: null, Size: 0, Known: null);

    /// <summary>What cannot be taken over is compressed, as if nobody had offered it.</summary>
    public async Task<FoundLayer> AdoptAsync(FoundLayer layer, Digest content, EarlierLayer told, CancellationToken cancellationToken)
    {
        try
        {
            var adopted = await TryAdoptAsync(layer, content, told, cancellationToken);
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

    public async Task<ReadyLayer> MakeAsync(FoundLayer layer, CancellationToken cancellationToken)
        => Ready(layer, layer.Known ?? await equals.BuildAsync(layer.Files, () => BuildOnceAsync(layer, cancellationToken)));

    public ReadyLayer Ready(FoundLayer layer, BuiltLayer built) => ReadyLayer.Create(layer.Plan, built, BlobOf(layer, built));

    /// <summary>The blob that a layer is.</summary>
    public ImageBlob BlobOf(FoundLayer layer, BuiltLayer built) => assembler.Blob(layer.Plan, built, layer.KnownIn, token => OpenAsync(layer, built, token));

    private BuiltLayer? Recognize(BuiltLayer? found) => found is null ? null : services.Early?.Recognize(found) ?? found;

    private Task<BuiltLayer?> TryAdoptAsync(FoundLayer layer, Digest content, EarlierLayer told, CancellationToken cancellationToken)
    {
        return services.Encoding is ChunkedZstdEncoding chunked
            ? new ChunkedZstdAdoption(services.Store, builder, chunked).TryAsync(layer.Files, content, layer.Size, told.Blob, OpenAsync, cancellationToken)
            : adoption.TryAsync(content, layer.Size, told.Blob, OpenAsync, cancellationToken);

        Task<Stream> OpenAsync(CancellationToken token)
            => told.Repository.OpenBlobAsync(told.Blob, $"layer {layer.Plan.Class} of {told.Image}", token);
    }

    /// <summary>Of several publishes that lack the same layer one compresses it, and the others wait and take it from the cache.</summary>
    private async Task<BuiltLayer> BuildOnceAsync(FoundLayer layer, CancellationToken cancellationToken)
    {
        if (layer.Content is not { } content)
        {
            return await BuildAsync(layer, cancellationToken);
        }

        using var turn = await services.Turns.TakeAsync($"compressing {services.Encoding.Id} {content}", cancellationToken);
        return Recognize(cache.Find(content, layer.Size, services.Encoding)) ?? await BuildAsync(layer, cancellationToken);
    }

    /// <summary>The piece of a larger layer is quickly compressed anew; of a whole one the blocks are remembered.</summary>
    private Task<BuiltLayer> BuildAsync(FoundLayer layer, CancellationToken cancellationToken)
    {
        var place = layer.Plan.IsPiece ? null : $"{definition.IntermediateDirectory}|{layer.Plan.Class}|{layer.Plan.Class.Meaning}";
        return OnCallersThread ? BuildHereAsync() : Task.Run(BuildHereAsync, cancellationToken);

        Task<BuiltLayer> BuildHereAsync() => builder.BuildAsync(layer.Files, layer.Content, place, cancellationToken);
    }

    private async Task<Stream> OpenAsync(FoundLayer layer, BuiltLayer built, CancellationToken cancellationToken)
    {
        var fresh = built.FromCache ? null : services.Store.OpenFresh(built.Blob.Digest);
        if ((fresh ?? await services.Store.OpenAsync(built.Blob.Digest, built.Blob.Size, cancellationToken)) is { } stored)
        {
            return stored;
        }

        // The store's copy was damaged or cleared away since it was found, but the files are still here to make it again.
        var again = await BuildAsync(layer, cancellationToken);
        return again.Blob.Digest == built.Blob.Digest && await services.Store.OpenAsync(again.Blob.Digest, again.Blob.Size, cancellationToken) is { } rebuilt
            ? rebuilt
            : throw LayerUnreadable(layer.Plan.Class.Name, services);
    }

    /// <summary>The error for a layer that the store has, and has not as it was written.</summary>
    public static ContainerizeException LayerUnreadable(string layer, LayerServices services) => new(
        ErrorCodes.CacheUnusable,
        $"Reading layer {layer} from the cache {services.Store.Root}: its content is not what was written. Clear the folder, or set "
            + "ContainerizeCacheDirectory to another.");
}
