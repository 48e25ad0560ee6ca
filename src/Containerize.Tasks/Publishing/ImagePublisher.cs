using System.Text;
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
            return await CreateResultAsync(prepared, known, new Dictionary<Digest, BlobOutcome>(), started, cancellationToken);
        }

        await using var sending = new BlobSender(destination, cancellationToken);
        await sending.StartAsync(prepared.Existing);
        var made = await prepared.MakeAsync(sending, cancellationToken);
        await sending.StartAsync(made.Set.Images.Select(image => image.Config));
        var outcomes = await sending.FinishAsync();
        await destination.CommitAsync(made.Set, cancellationToken);
        return await CreateResultAsync(prepared, made, outcomes, started, cancellationToken);
    }

    private async Task<PublishResult> CreateResultAsync(
        IPreparedImages prepared, MadeImages made, IReadOnlyDictionary<Digest, BlobOutcome> outcomes, long started, CancellationToken cancellationToken)
    {
        var images = new List<ImageReport>();
        foreach (var image in made.Images)
        {
            images.Add(await image.ReportAsync(outcomes, cancellationToken));
        }

        var counts = services.Registries.Counts;
        return new PublishResult
        {
            ProjectName = order.ProjectName,
            References = prepared.Destination.References,
            Tags = order.Target.Tags,
            Names = order.Target.Names,
            Top = made.Set.Top,
            TopText = Encoding.UTF8.GetString(made.Set.TopBytes),
            Images = images,
            WantedPlatforms = order.Images.Count,
            Unchanged = outcomes.Count == 0,
            WhyEpoch = prepared.WhyEpoch,
            Destination = prepared.Destination.Kind,
            BytesSent = counts.BytesSent,
            Requests = counts.Requests,
            Duration = services.Clock.GetElapsedTime(started),
        };
    }
}
