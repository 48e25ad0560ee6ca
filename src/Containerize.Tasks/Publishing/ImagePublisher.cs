using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Oci;
using Containerize.Reporting;

namespace Containerize.Publishing;

/// <summary>
/// What a publish is, step by step, whoever makes the images: find out what there is; if the finished images are where they should be, stop;
/// else make what is missing, send what the other side lacks, and name the images last.
/// </summary>
internal sealed class ImagePublisher(PublishOrder order, IImageMaker maker, PublishServices services)
{
    /// <exception cref="Diagnostics.ContainerizeException">With the code of what went wrong; nothing is named that is not whole.</exception>
    public async Task<PublishResult> PublishAsync(CancellationToken cancellationToken)
    {
        var started = services.Clock.GetTimestamp();
        var prepared = await maker.PrepareAsync(cancellationToken);
        var destination = prepared.Destination;
        if (prepared.Known is { } known && await destination.HoldsAsync(known.Set, cancellationToken))
        {
            return CreateResult(prepared, known, new Dictionary<Digest, BlobOutcome>(), started);
        }

        await using var sending = new BlobSender(destination, cancellationToken);
        await sending.StartAsync(prepared.Existing);
        var made = await prepared.MakeAsync(sending, cancellationToken);
        await sending.StartAsync(made.Set.Images.Select(image => image.Config));
        var outcomes = await sending.FinishAsync();
        await destination.CommitAsync(made.Set, cancellationToken);
        return CreateResult(prepared, made, outcomes, started);
    }

    private PublishResult CreateResult(IPreparedImages prepared, MadeImages made, IReadOnlyDictionary<Digest, BlobOutcome> outcomes, long started)
    {
        var counts = services.Registries.Counts;
        return new PublishResult
        {
            ProjectName = order.ProjectName,
            References = prepared.Destination.References,
            Tags = order.Target.Tags,
            Top = made.Set.Top,
            Images = [.. made.Images.Select(image => image.Report(outcomes))],
            Unchanged = outcomes.Count == 0,
            WhyEpoch = prepared.WhyEpoch,
            Destination = prepared.Destination.Kind,
            BytesSent = counts.BytesSent,
            Requests = counts.Requests,
            Duration = services.Clock.GetElapsedTime(started),
        };
    }
}
