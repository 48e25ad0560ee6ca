using System.Text;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Reporting;

namespace Containerize.Publishing;

/// <summary>
/// Gives images to one destination after the other. They are made once, for the first that lacks them, and sent there while they are made; whoever comes
/// later gets the very same.
/// </summary>
internal sealed class ImageDelivery(PublishOrder order, PublishServices services)
{
    private readonly List<ImageReference> siblings = [];
    private long since = services.Clock.GetTimestamp();
    private long bytesSent;
    private long requests;
    private MadeImages? made;

    /// <exception cref="ContainerizeException">With the code of what went wrong; nothing is named there that is not whole.</exception>
    public async Task<PublishResult> DeliverAsync(
        IPreparedImages prepared, ImageTarget target, IImageDestination destination, CancellationToken cancellationToken)
    {
        made ??= prepared.Known;
        var wanted = made is null ? null : await FitAsync(made, destination, order, services.Log, cancellationToken);
        if (wanted is not null && await destination.HoldsAsync(wanted.Set, cancellationToken))
        {
            return await CreateResultAsync(target, destination, wanted, new Dictionary<Digest, BlobOutcome>(), 0, prepared.WhyEpoch, cancellationToken);
        }

        destination.Expect(prepared.Bases);

        await using var sending = new BlobSender(destination, cancellationToken);
        if (wanted is null)
        {
            await sending.StartAsync(prepared.Existing);
            made = await prepared.MakeAsync(sending, cancellationToken);
            wanted = await FitAsync(made, destination, order, services.Log, cancellationToken);
        }

        await sending.StartAsync(wanted.Set.Blobs.Select(AlsoFromSiblings));
        var outcomes = await sending.FinishAsync();
        var report = await destination.CommitAsync(wanted.Set, cancellationToken);
        if (target.Place is ImagePlace.Registry(var host))
        {
            siblings.Add(new ImageReference { Registry = host, Repository = target.Repository, Tag = target.Tags[0] });
            await KeepConfigsAsync(wanted, cancellationToken);
        }

        return await CreateResultAsync(target, destination, wanted, report.Correct(outcomes), report.BytesLoaded, prepared.WhyEpoch, cancellationToken);
    }

    /// <summary>What of the images a destination takes: all, or the one for a single platform.</summary>
    public static async Task<MadeImages> FitAsync(
        MadeImages images, IImageDestination destination, PublishOrder order, IPublishLog log, CancellationToken cancellationToken)
    {
        var wanted = await WantedPlatforms.ChooseAsync(images.Images, image => image.Image.Platform, Task.FromResult(destination), log, cancellationToken);
        return wanted.Count == images.Images.Count ? images : MadeImages.Create(wanted, order);
    }

    /// <summary>The next publish asks what of these images it may take over, and finds it here.</summary>
    private async Task KeepConfigsAsync(MadeImages images, CancellationToken cancellationToken)
    {
        foreach (var image in images.Images)
        {
            using var bytes = new MemoryStream();
            await using var config = await image.Image.Config.OpenAsync(cancellationToken);
            await config.CopyToAsync(bytes, cancellationToken);
            services.Store.TryKeep(image.Image.Config.Descriptor.Digest, bytes.ToArray());
        }
    }

    /// <summary>From a repository that has the images already, one of the same registry mounts.</summary>
    private ImageBlob AlsoFromSiblings(ImageBlob blob) => siblings.Count == 0 ? blob : blob with { Sources = [.. blob.Sources, .. siblings] };

    private async Task<PublishResult> CreateResultAsync(
        ImageTarget target,
        IImageDestination destination,
        MadeImages images,
        IReadOnlyDictionary<Digest, BlobOutcome> outcomes,
        long bytesLoaded,
        string? whyEpoch,
        CancellationToken cancellationToken)
    {
        var reports = new List<ImageReport>();
        foreach (var image in images.Images)
        {
            reports.Add(await image.ReportAsync(outcomes, cancellationToken));
        }

        var counts = services.Registries.Counts;
        var result = new PublishResult
        {
            ProjectName = order.ProjectName,
            References = destination.References,
            Tags = target.Tags,
            Names = target.Names,
            Top = images.Set.Top,
            TopText = Encoding.UTF8.GetString(images.Set.TopBytes),
            Images = reports,
            WantedPlatforms = order.Images.Count,
            Unchanged = outcomes.Count == 0,
            WhyEpoch = whyEpoch,
            Destination = destination.Kind,
            BytesSent = counts.BytesSent - bytesSent,
            BytesLoaded = bytesLoaded,
            Requests = counts.Requests - requests,
            Duration = services.Clock.GetElapsedTime(since),
        };
        (bytesSent, requests, since) = (counts.BytesSent, counts.Requests, services.Clock.GetTimestamp());
        return result;
    }
}
