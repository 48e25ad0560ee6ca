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
        var images = new List<ForeseenImage>();
        foreach (var image in prepared.Images)
        {
            images.Add(await ForeseeAsync(image, prepared, cancellationToken));
        }

        return new ImagePlan
        {
            ProjectName = definitions[0].ProjectName,
            Destination = prepared.Destination.Kind,
            References = prepared.Destination.References,
            Unchanged = prepared.AssembleKnown() is { } known && await prepared.Destination.HoldsAsync(known, cancellationToken),
            Images = images,
        };
    }

    private static async Task<ForeseenImage> ForeseeAsync(PreparedImage image, PreparedImages prepared, CancellationToken cancellationToken)
    {
        var layers = new List<ForeseenLayer>();
        foreach (var layer in image.Layers.Found)
        {
            var blob = layer.Known is null ? null : await BlobAsync(image.Layers.BlobOf(layer, layer.Known));
            layers.Add(new ForeseenLayer(layer.Plan, layer.DiffId, blob));
        }

        return new ForeseenImage(
            image.Definition.Platform,
            image.Base.Reference is null ? null : image.Base.Reference with { Digest = image.Base.Digest },
            await Task.WhenAll(image.BaseBlobs.Select(BlobAsync)),
            ConfigComposer.Compose(image.Definition, image.Base, prepared.Created, []),
            layers);

        async Task<ForeseenBlob> BlobAsync(ImageBlob blob) => new(blob.Descriptor, await prepared.Destination.ForeseeBlobAsync(blob, cancellationToken));
    }
}
