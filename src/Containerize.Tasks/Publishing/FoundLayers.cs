using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>The layers of one publish output, looked for where earlier publishes may have left them.</summary>
/// <param name="definition">Of any of the images that are made of the output.</param>
/// <param name="layers">Lowest first.</param>
internal sealed class FoundLayers(
    ImageDefinition definition,
    IReadOnlyList<LeftOutFile> leftOut,
    IReadOnlyList<FoundLayer> layers,
    LayerMaker maker,
    PublishServices services)
{
    /// <summary>What the publish left and the images do without.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; } = leftOut;

    /// <summary>Lowest first.</summary>
    public IReadOnlyList<FoundLayer> Layers { get; } = layers;

    /// <summary>All of them, where every one exists as a blob already; else null.</summary>
    public IReadOnlyList<ReadyLayer>? Known => Layers.All(layer => layer.Known is not null)
        ? [.. Layers.Select(layer => maker.Ready(layer, layer.Known!))]
        : null;

    /// <summary>Blobs of those that exist already.</summary>
    public IEnumerable<ImageBlob> KnownBlobs => Layers.Select(BlobOf).OfType<ImageBlob>();

    /// <summary>The blob that a layer is; null where it does not exist yet.</summary>
    public ImageBlob? BlobOf(FoundLayer layer) => layer.Known is { } known ? maker.BlobOf(layer, known) : null;

    /// <summary>What a layer's diffID is or will be; null where that cannot be known before it is compressed.</summary>
    public Digest? DiffIdOf(FoundLayer layer) => layer.Known?.DiffId ?? (services.Encoding.AddsToTar ? null : layer.Content);

    /// <summary>Asks the target repository about layers that this machine does not know, as a CI agent with an empty disk does not.</summary>
    public async Task<FoundLayers> TakeOverAsync(IImageDestination destination, CancellationToken cancellationToken)
    {
        // An image tells of a layer by its diffID. Where that has a table of contents in it, nobody knows it before the layer is made.
        if (services.Encoding.AddsToTar || !Layers.Any(layer => layer is { Known: null, Content: not null }) || destination.Earlier is not { } under)
        {
            return this;
        }

        var earlier = await new EarlierImages(services.Registries, definition.Platform, services.Encoding.Maker, services.Log)
            .FindAsync(under, definition.CacheFrom, cancellationToken);
        var taken = await Task.WhenAll(Layers.Select(layer => layer is { Known: null, Content: { } content } && earlier.TryGetValue(content, out var told)
            ? maker.AdoptAsync(layer, content, told, cancellationToken)
            : Task.FromResult(layer)));
        return new FoundLayers(definition, LeftOut, taken, maker, services);
    }

    /// <summary>Layers are made one after the other, since making one uses every core; each is sent while the next is made.</summary>
    public async Task<IReadOnlyList<ReadyLayer>> MakeAsync(BlobSender sending, CancellationToken cancellationToken)
    {
        var ready = new List<ReadyLayer>();
        foreach (var layer in Layers)
        {
            ready.Add(await maker.MakeAsync(layer, cancellationToken));
            await sending.StartAsync([ready[^1].Blob]);
        }

        return ready;
    }
}
