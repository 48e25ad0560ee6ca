using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Layering;

namespace Containerize.Publishing;

/// <summary>The layers to be made of one publish output. Whether any of them exists is not known yet.</summary>
internal sealed class PlannedLayers
{
    private const long MuchToHash = 32 * 1024 * 1024;

    private readonly ImageDefinition definition;
    private readonly ImageContent content;
    private readonly PublishServices services;
    private readonly LayerMaker maker;

    /// <param name="definition">Of any of the images that are made of this content.</param>
    /// <param name="equals">What is known of layers of other images in the same publish.</param>
    public PlannedLayers(ImageDefinition definition, ImageContent content, PublishServices services, EqualLayers equals)
    {
        this.definition = definition;
        this.content = content;
        this.services = services;
        maker = new LayerMaker(definition, services, equals);
    }

    /// <summary>Whether an image of that content has these layers.</summary>
    public bool AreOf(ImageDefinition other, ImageContent its) => other.OutputKey == definition.OutputKey && its.Key == content.Key;

    /// <summary>On the caller's thread: the pool's first few are the network's. Only where there may be much to hash, others help.</summary>
    public async Task<FoundLayers> FindAsync(Task<IImageDestination> choosing, CancellationToken cancellationToken)
    {
        IdleRules.Tell(definition, content, services.Log);
        var planned = LayerPlanner.Plan(content.Files, definition.LayerRules, definition.Layering);
        var files = new ImageFiles(planned, content.Places);
        var plan = planned.Layers;
        FoundLayer[] layers;
        if (plan.Sum(layer => layer.Size) < MuchToHash)
        {
            layers = [.. plan.Select(Find)];
        }
        else if (await IsFirstAnywhereAsync(choosing))
        {
            layers = await Task.WhenAll(plan.Select(layer => MayBeMade(layer) ? FindBesideAsync(layer) : Task.FromResult(Unhashed(layer))));
        }
        else
        {
            layers = await Task.WhenAll(plan.Select(FindBesideAsync));
        }

        return new FoundLayers(definition, content.LeftOut, layers, maker, services);

        Task<FoundLayer> FindBesideAsync(PlannedLayer layer) => Task.Run(() => Find(layer), cancellationToken);

        FoundLayer Find(PlannedLayer layer) => maker.Find(layer, files.Of(layer), cancellationToken);

        FoundLayer Unhashed(PlannedLayer layer) => LayerMaker.Unhashed(layer, files.Of(layer));
    }

    /// <summary>
    /// Neither this machine nor the registry has a layer from any earlier publish: what would be hashed could not be found. Another publish of the same
    /// build may be making it.
    /// </summary>
    private async Task<bool> IsFirstAnywhereAsync(Task<IImageDestination> choosing)
        => services.Build is null
            && (services.Early?.KnewNothing ?? maker.KnowsNothing)
            && (services.Encoding.AddsToTar || (definition.CacheFrom.Count == 0 && (await choosing).Earlier is not { Manifest: not null }));

    /// <summary>Whether the layer is one that was begun before this publish.</summary>
    private bool MayBeMade(PlannedLayer layer) => services.Early is not null && EarlyLayers.Concerns(layer);
}
