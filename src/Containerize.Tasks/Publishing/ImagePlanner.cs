using Containerize.Destinations;

namespace Containerize.Publishing;

/// <summary>Finds out what a publish would do: all its steps but those that make or send something.</summary>
internal sealed class ImagePlanner
{
    private readonly IReadOnlyList<ImageDefinition> definitions;
    private readonly PublishServices services;

    /// <param name="definitions">One for each platform, as for <see cref="ImagePublisher"/>.</param>
    public ImagePlanner(IReadOnlyList<ImageDefinition> definitions, PublishServices services)
    {
        this.definitions = definitions;
        this.services = services;
    }

    /// <exception cref="Diagnostics.ContainerizeException">With the code of what would go wrong.</exception>
    public async Task<ImagePlan> PlanAsync(CancellationToken cancellationToken)
    {
        var prepared = await PreparedImages.PrepareAsync(definitions, services, cancellationToken);
        return new ImagePlan
        {
            ProjectName = definitions[0].ProjectName,
            Destination = prepared.Destination.Kind,
            WhyEpoch = prepared.Date.WhyEpoch,
            References = prepared.Destination.References,
            Unchanged = prepared.AssembleKnown() is { } known && await prepared.Destination.HoldsAsync(known, cancellationToken),
            Images = await Task.WhenAll(prepared.Images.Select(image => ForeseeAsync(image, prepared, cancellationToken))),
        };
    }

    private static async Task<ForeseenImage> ForeseeAsync(PreparedImage image, PreparedImages prepared, CancellationToken cancellationToken)
    {
        return new ForeseenImage(
            image.Definition.Platform,
            image.Base.Resolved,
            await Task.WhenAll(image.BaseBlobs.Select(BlobAsync)),
            ConfigComposer.Compose(image.Definition, image.Base, prepared.Date.Created, []),
            await Task.WhenAll(image.Layers.Found.Select(LayerAsync)))
        {
            LeftOut = image.Layers.LeftOut,
        };

        async Task<ForeseenLayer> LayerAsync(FoundLayer layer)
            => new(layer.Plan, layer.DiffId, layer.Known is null ? null : await BlobAsync(image.Layers.BlobOf(layer, layer.Known)));

        async Task<ForeseenBlob> BlobAsync(ImageBlob blob) => new(blob.Descriptor, await prepared.Destination.ForeseeBlobAsync(blob, cancellationToken));
    }
}
