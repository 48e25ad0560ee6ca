using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Images;
using Containerize.Reporting;

namespace Containerize.Publishing;

/// <summary>Tells what a publish would do, by the same steps, without doing any of it: registries are only asked.</summary>
internal sealed class ImagePlanner(PublishOrder order, PublishServices services)
{
    /// <exception cref="Diagnostics.ContainerizeException">With the code of what would go wrong.</exception>
    public async Task<ImagePlan> PlanAsync(CancellationToken cancellationToken)
    {
        await using var search = new DestinationSearch(order.Targets, services, cancellationToken);
        var prepared = await new LayeringImageMaker(order, services).PrepareAsync(search.All[0], cancellationToken);
        var first = await search.All[0];
        var isUnchanged = await HoldsAsync(first, prepared, cancellationToken);
        first.Expect(prepared.Bases);
        var others = new List<ForeseenDestination>();
        foreach (var chosen in search.All.Skip(1))
        {
            others.Add(await ForeseeAsync(await chosen, prepared, cancellationToken));
        }

        return new ImagePlan
        {
            ProjectName = order.ProjectName,
            Destination = first.Kind,
            References = first.References,
            Unchanged = isUnchanged,
            Others = others,
            WhyEpoch = prepared.WhyEpoch,
            Images = await Task.WhenAll(prepared.Images.Select(image => ForeseeAsync(image, prepared, first, cancellationToken))),
        };
    }

    private async Task<bool> HoldsAsync(IImageDestination destination, PreparedImages prepared, CancellationToken cancellationToken)
        => prepared.Known is { } known
            && await destination.HoldsAsync((await ImageDelivery.FitAsync(known, destination, order, services.Log, cancellationToken)).Set, cancellationToken);

    private async Task<ForeseenDestination> ForeseeAsync(IImageDestination destination, PreparedImages prepared, CancellationToken cancellationToken)
    {
        if (await HoldsAsync(destination, prepared, cancellationToken))
        {
            return new ForeseenDestination(destination.Kind, destination.References, Unchanged: true, Missing: 0);
        }

        destination.Expect(prepared.Bases);
        var wanted = await WantedPlatforms.ChooseAsync(
            prepared.Images, image => image.Definition.Platform, Task.FromResult(destination), services.Log, cancellationToken);
        var blobs = wanted.SelectMany(image => image.BaseBlobs.Concat(prepared.Outputs[image.Output].KnownBlobs)).DistinctBy(blob => blob.Descriptor.Digest);
        var missing = 0L;
        foreach (var blob in blobs)
        {
            var outcome = await destination.ForeseeBlobAsync(blob, cancellationToken);
            missing += outcome.IsSent ? blob.Descriptor.Size : 0;
        }

        return new ForeseenDestination(destination.Kind, destination.References, Unchanged: false, missing);
    }

    private static async Task<ForeseenImage> ForeseeAsync(
        PreparedImage image, PreparedImages prepared, IImageDestination destination, CancellationToken cancellationToken)
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

        async Task<ForeseenLayer> LayerAsync(FoundLayer layer)
            => new(layer.Plan, found.DiffIdOf(layer), found.BlobOf(layer) is { } blob ? await BlobAsync(blob) : null);

        async Task<ForeseenBlob> BlobAsync(ImageBlob blob)
            => new(blob.Descriptor, await destination.ForeseeBlobAsync(blob, cancellationToken)) { Content = blob };
    }
}
