using System.Text;
using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Engines;
using Containerize.Images;
using Containerize.Layers;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// A builder makes the images of the generated Dockerfile: build for each platform, and take the image from the builder. Layers of the base are
/// known by their diffIDs, so that they are mounted, not sent.
/// </summary>
internal sealed class BuilderImageMaker : IImageMaker, IDisposable
{
    private readonly PublishOrder order;
    private readonly BuilderRecipe recipe;
    private readonly BuilderClient builder;
    private readonly PublishServices services;

    public BuilderImageMaker(PublishOrder order, BuilderRecipe recipe, BuilderClient builder, PublishServices services)
    {
        this.order = order;
        this.recipe = recipe;
        this.builder = builder;
        this.services = services;
    }

    private string Folder => Path.Join(order.IntermediateDirectory, "built");

    public async Task<IPreparedImages> PrepareAsync(CancellationToken cancellationToken)
    {
        // Asked first, so that nobody waits for a build that has nowhere to go.
        var choosing = services.ChooseDestinationAsync(order.Target, cancellationToken);
        await choosing;
        var bases = new BaseResolution(services);
        var built = new List<MadeImage>();
        foreach (var definition in await WantedPlatforms.ChooseAsync(order.Images, choosing, services.Log, cancellationToken))
        {
            var saved = await BuildAsync(definition, cancellationToken);
            built.Add(await TakeAsync(definition, saved, await bases.ResolveAsync(definition, choosing, cancellationToken), cancellationToken));
        }

        return new BuiltImages(await choosing, recipe.WhyEpoch, MadeImages.Of(built, order));
    }

    /// <summary>Removes what the builder gave. Layers are opened from there until they have been sent.</summary>
    public void Dispose() => Delete(Folder);

    private async Task<SavedImage> BuildAsync(ImageDefinition definition, CancellationToken cancellationToken)
    {
        // One project's own for as long as it takes.
        var name = $"containerize-{Digest.Of(Encoding.UTF8.GetBytes(recipe.Dockerfile)).Hex[..16]}:{definition.Platform.Architecture}";
        var folder = Path.Join(Folder, definition.Platform.Architecture);
        services.Log.Say($"Building {recipe.Dockerfile} for {definition.Platform} with {builder.Program}");
        await builder.BuildAsync(recipe.Dockerfile, recipe.Context, name, ["--platform", definition.Platform.ToString(), .. recipe.Options], cancellationToken);
        try
        {
            Delete(folder);
            Directory.CreateDirectory(Path.Join(folder, "image"));
            var archive = Path.Join(folder, "image.tar");
            await builder.SaveAsync(name, archive, cancellationToken);
            return await SavedImage.ReadAsync(archive, Path.Join(folder, "image"), cancellationToken);
        }
        finally
        {
            await builder.ForgetAsync(name, CancellationToken.None);
        }
    }

    private async Task<MadeImage> TakeAsync(ImageDefinition definition, SavedImage saved, BaseImage from, CancellationToken cancellationToken)
    {
        // The base may have moved between the builder's look at it and ours; then all its layers are the image's own.
        var below = saved.Config.DiffIds.Take(from.Config.DiffIds.Count).SequenceEqual(from.Config.DiffIds) ? from.Config.DiffIds.Count : 0;
        var assembler = new ImageAssembler(definition, services.Encoding);
        var maker = new LayerBuilder(services.Store, new LayerCache(services.Store), new StatIndex(services.Store, services.Clock), services.Encoding);
        var classes = BuilderHistory.ClassesOf(saved.Config, below, recipe.Layers);
        var own = new List<ReadyLayer>();
        for (var i = below; i < saved.Layers.Count; i++)
        {
            var (name, file) = (classes[i - below], saved.Layers[i]);
            var layer = await maker.TakeAsync(file, saved.Config.DiffIds[i], cancellationToken);
            own.Add(new ReadyLayer(name, Files: null, layer, assembler.Blob($"layer {name}", layer, token => OpenAsync(layer, name, file, maker, token))));
        }

        var baseBlobs = below > 0 ? assembler.BaseBlobs(from) : [];
        var image = assembler.Assemble(saved.ConfigBytes, saved.Config.Platform, baseBlobs, [.. own.Select(layer => layer.Blob)]);
        return new MadeImage(image, below > 0 ? from : null, own);
    }

    /// <summary>From the store, or where that has lost it, from what the builder saved.</summary>
    private async Task<Stream> OpenAsync(BuiltLayer layer, string name, string file, LayerBuilder maker, CancellationToken cancellationToken)
        => await services.Store.OpenAsync(layer.Blob.Digest, layer.Blob.Size, cancellationToken)
            ?? await services.Store.OpenAsync((await maker.TakeAsync(file, layer.DiffId, cancellationToken)).Blob.Digest, layer.Blob.Size, cancellationToken)
            ?? throw LayerMaker.LayerUnreadable(name, services);

    /// <summary>What is left behind is in the way of nothing: the next publish replaces it.</summary>
    private void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            services.Log.Detail($"Removing {folder}: {e.Message}");
        }
    }

    /// <summary>All of it exists.</summary>
    private sealed record BuiltImages(IImageDestination Destination, string? WhyEpoch, MadeImages Made) : IPreparedImages
    {
        public IEnumerable<ImageBlob> Existing => Made.Set.Blobs;

        public MadeImages? Known => Made;

        public Task<MadeImages> MakeAsync(BlobSender sending, CancellationToken cancellationToken) => Task.FromResult(Made);
    }
}
