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
    /// <summary>Bytes, before compression: about a dozen blocks.</summary>
    private const long Large = 4 * 1024 * 1024;

    /// <summary>They are bounded by memory more than by cores.</summary>
    private const int SmallAtOnce = 4;

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

        var earlier = await new EarlierImages(services, definition.Platform).FindAsync(under, definition.CacheFrom, cancellationToken);
        var taken = await Task.WhenAll(Layers.Select(layer => layer is { Known: null, Content: { } content } && earlier.TryGetValue(content, out var told)
            ? maker.AdoptAsync(layer, content, told, cancellationToken)
            : Task.FromResult(layer)));
        return new FoundLayers(definition, LeftOut, taken, maker, services);
    }

    /// <summary>
    /// Each layer is sent while the next are made. A large one is made alone, since it uses every core; small ones, of which each has too few blocks for
    /// that, are made side by side.
    /// </summary>
    public async Task<IReadOnlyList<ReadyLayer>> MakeAsync(BlobSender sending, CancellationToken cancellationToken)
    {
        var ready = new List<ReadyLayer>();
        var making = new Queue<Task<ReadyLayer>>();
        try
        {
            foreach (var layer in Layers)
            {
                await FinishAllButAsync(layer.Plan.Size < Large ? SmallAtOnce - 1 : 0);
                making.Enqueue(maker.MakeAsync(layer, cancellationToken));
            }

            await FinishAllButAsync(0);
            return ready;
        }
        finally
        {
            // As a task without a result: of one with a result a failure cannot be left unsaid.
            Task rest = Task.WhenAll(making);
            await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task FinishAllButAsync(int most)
        {
            while (making.Count > most)
            {
                ready.Add(await making.Peek());
                _ = making.Dequeue();
                await sending.StartAsync([ready[^1].Blob]);
            }
        }
    }
}
