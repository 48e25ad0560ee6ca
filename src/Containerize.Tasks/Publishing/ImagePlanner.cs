using Containerize.Describing;
using Containerize.Images;
using Containerize.Reporting;

namespace Containerize.Publishing;

/// <summary>Tells what a publish would do, by the same steps, without doing any of it: registries are only asked.</summary>
internal sealed class ImagePlanner(PublishOrder order, PublishServices services)
{
    /// <exception cref="Diagnostics.ContainerizeException">With the code of what would go wrong.</exception>
    public async Task<ImagePlan> PlanAsync(CancellationToken cancellationToken)
    {
        var prepared = await new LayeringImageMaker(order, services).PrepareAsync(cancellationToken);
        return new ImagePlan
        {
            ProjectName = order.ProjectName,
            Destination = prepared.Destination.Kind,
            WhyEpoch = prepared.WhyEpoch,
            References = prepared.Destination.References,
            Unchanged = prepared.Known is { } known && await prepared.Destination.HoldsAsync(known.Set, cancellationToken),
            Images = await Task.WhenAll(prepared.Images.Select(image => ForeseeAsync(image, prepared, cancellationToken))),
        };
    }

    private static async Task<ForeseenImage> ForeseeAsync(PreparedImage image, PreparedImages prepared, CancellationToken cancellationToken)
    {
        var found = prepared.Outputs[image.Output];
        return new ForeseenImage(
            image.Definition.Platform,
            image.Base.Resolved,
            await Task.WhenAll(image.BaseBlobs.Select(BlobAsync)),
            ConfigComposer.Compose(image.Definition, image.Base, prepared.Date.Created, []),
            await Task.WhenAll(found.Layers.Select(LayerAsync)))
        {
            LeftOut = found.LeftOut,
        };

        async Task<ForeseenLayer> LayerAsync(FoundLayer layer) => new(layer.Plan, layer.DiffId, found.BlobOf(layer) is { } blob ? await BlobAsync(blob) : null);

        async Task<ForeseenBlob> BlobAsync(ImageBlob blob) => new(blob.Descriptor, await prepared.Destination.ForeseeBlobAsync(blob, cancellationToken));
    }
}
