using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Engines;
using Containerize.Images;
using Containerize.Layers;

namespace Containerize.Publishing;

/// <summary>
/// A builder makes the images of the generated Dockerfile, and its layers are packed anew as ours are. Those of the base are known by their
/// diffIDs, so that they are mounted, not sent.
/// </summary>
internal sealed class BuilderImageMaker : IImageMaker, IDisposable
{
    private readonly PublishOrder order;
    private readonly BuilderRecipe recipe;
    private readonly BuilderImageSource builder;
    private readonly PublishServices services;

    public BuilderImageMaker(PublishOrder order, BuilderRecipe recipe, BuilderClient builder, PublishServices services)
    {
        this.order = order;
        this.recipe = recipe;
        this.builder = new BuilderImageSource(recipe, builder, Path.Join(order.IntermediateDirectory, "built"), services.Log);
        this.services = services;
    }

    public async Task<IPreparedImages> PrepareAsync(Task<IImageDestination> choosing, CancellationToken cancellationToken)
    {
        // Waited for first, so that nobody waits for a build that has nowhere to go.
        await choosing;
        var bases = services.OpenBases(order.CachedBases);
        var made = new List<MadeImage>();
        var wanted = await WantedPlatforms.ChooseAsync(order.Images, image => image.Platform, choosing, services.Log, cancellationToken);
        var images = await builder.ResolveAllAsync([.. wanted.Select(definition => definition.Platform)], cancellationToken);
        foreach (var (definition, built) in wanted.Zip(images))
        {
            var below = await bases.Find(definition.BaseImage).ResolveAsync(definition.Platform, cancellationToken);
            made.Add(await TakeAsync(definition, built, below, cancellationToken));
        }

        return new BuiltImages(recipe.WhyEpoch, MadeImages.Create(made, order));
    }

    /// <summary>Removes what the builder gave. Layers are opened from there until they have been sent.</summary>
    public void Dispose() => builder.Dispose();

    private async Task<MadeImage> TakeAsync(ImageDefinition definition, Image built, Image from, CancellationToken cancellationToken)
    {
        // The base may have moved between the builder's look at it and ours; then all its layers are the image's own.
        var below = built.Config.DiffIds.Take(from.Config.DiffIds.Count).SequenceEqual(from.Config.DiffIds) ? from.Config.DiffIds.Count : 0;
        var assembler = new ImageAssembler(definition, services.Encoding);
        var packing = new LayerBuilder(services.Store, new LayerCache(services.Store), new StatIndex(services.Store, services.Clock), services.Encoding);
        var classes = BuilderHistory.FindClasses(built.Config, below, recipe.Layers);
        var (config, kept) = EmptyLayers.LeaveOut(built, below);
        var own = new List<ReadyLayer>();
        foreach (var i in kept)
        {
            var (name, saved, diffId) = (classes[i - below], built.Layers[i], built.Config.DiffIds[i]);
            var layer = await packing.TakeAsync(saved, diffId, cancellationToken);
            own.Add(new ReadyLayer(name, Files: null, layer, assembler.Blob($"layer {name}", layer, token => OpenAsync(layer, name, saved, packing, token))));
        }

        var baseBlobs = below > 0 ? assembler.CreateBaseBlobs(from) : [];
        var image = assembler.Assemble(config, built.Config.Platform, baseBlobs, [.. own.Select(layer => layer.Blob)]);
        return new MadeImage(image, below > 0 ? from : null, own);
    }

    /// <summary>From the store, or where that has lost it, from what the builder saved.</summary>
    private async Task<Stream> OpenAsync(BuiltLayer layer, string name, ImageBlob saved, LayerBuilder packing, CancellationToken cancellationToken)
    {
        if (await services.Store.OpenAsync(layer.Blob.Digest, layer.Blob.Size, cancellationToken) is { } kept)
        {
            return kept;
        }

        var again = await packing.TakeAsync(saved, layer.DiffId, cancellationToken);
        return await services.Store.OpenAsync(again.Blob.Digest, again.Blob.Size, cancellationToken) ?? throw LayerMaker.LayerUnreadable(name, services);
    }

    /// <summary>All of it exists.</summary>
    private sealed record BuiltImages(string? WhyEpoch, MadeImages Made) : IPreparedImages
    {
        public IEnumerable<ImageBlob> Existing => Made.Set.Blobs;

        public IEnumerable<Image> Bases => Made.Images.Select(image => image.Base).OfType<Image>();

        public MadeImages? Known => Made;

        public Task<MadeImages> MakeAsync(BlobSender sending, CancellationToken cancellationToken) => Task.FromResult(Made);
    }
}
