using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Reporting;

namespace Containerize.Publishing;

/// <summary>
/// What a publish is, step by step, whoever makes the images: find out what there is; make what is missing; give each destination what it lacks, and
/// name the images there last. Where there are several, one that fails keeps no other from being whole.
/// </summary>
internal sealed class ImagePublisher(PublishOrder order, IImageMaker maker, PublishServices services)
{
    private bool GoesToOne => order.Targets.Count == 1;

    /// <exception cref="ContainerizeException">With the code of what went wrong; nothing is named that is not whole.</exception>
    public async Task<PublishOutcome> PublishAsync(CancellationToken cancellationToken)
    {
        await using var search = new DestinationSearch(order.Targets, services, cancellationToken);
        var chosen = order.Targets.Select((target, i) => new Place(i, target, search.All[i])).ToArray();
        var delivery = new ImageDelivery(order, services);
        var failures = new ContainerizeException?[chosen.Length];
        var results = new PublishResult?[chosen.Length];
        var places = GoesToOne ? chosen : await SortAsync(chosen, failures, cancellationToken);
        if (places.Count > 0)
        {
            var prepared = await maker.PrepareAsync(places[0].Choosing, cancellationToken);
            foreach (var place in places)
            {
                try
                {
                    results[place.Number] = await delivery.DeliverAsync(prepared, place.Target, await place.Choosing, cancellationToken);
                }
                catch (ContainerizeException e) when (!GoesToOne)
                {
                    failures[place.Number] = e;
                }
            }
        }

        // What has kept the images from being made is the same of each.
        return new PublishOutcome(
            [.. results.OfType<PublishResult>()],
            [.. failures.OfType<ContainerizeException>().DistinctBy(failure => failure.Message, StringComparer.Ordinal)]);
    }

    /// <summary>Those that can be used. What holds all platforms comes first: whatever else there is takes of what was made for it.</summary>
    private async Task<IReadOnlyList<Place>> SortAsync(
        IReadOnlyList<Place> chosen, ContainerizeException?[] failures, CancellationToken cancellationToken)
    {
        var all = new List<Place>();
        var few = new List<Place>();
        foreach (var place in chosen)
        {
            try
            {
                var destination = await place.Choosing;
                var takesAll = order.Images.Count == 1 || await destination.TakesIndexesAsync(cancellationToken);
                (takesAll ? all : few).Add(place);
            }
            catch (ContainerizeException e)
            {
                failures[place.Number] = e;
            }
        }

        return [.. all, .. few];
    }

    /// <param name="Number">Of the target, in the order in which they were asked for.</param>
    private sealed record Place(int Number, ImageTarget Target, Task<IImageDestination> Choosing);
}
