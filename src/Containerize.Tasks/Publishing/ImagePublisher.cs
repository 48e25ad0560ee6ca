using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// What a publish is, step by step: find out what there is (<see cref="PreparedImages"/>); if the finished image is where it should be, stop;
/// else make what is missing, send what the other side lacks, and name the image last. Several platforms are several images under one index.
/// </summary>
internal sealed class ImagePublisher
{
    private readonly IReadOnlyList<ImageDefinition> definitions;
    private readonly PublishServices services;

    /// <param name="definitions">One for each platform, in the order of the index. They differ in platform, base image and publish output.</param>
    public ImagePublisher(IReadOnlyList<ImageDefinition> definitions, PublishServices services)
    {
        this.definitions = definitions;
        this.services = services;
    }

    /// <exception cref="Diagnostics.ContainerizeException">With the code of what went wrong; nothing is named that is not whole.</exception>
    public async Task<PublishResult> PublishAsync(CancellationToken cancellationToken)
    {
        var started = services.Clock.GetTimestamp();
        var prepared = await PreparedImages.PrepareAsync(definitions, services, cancellationToken);
        var destination = prepared.Destination;
        if (prepared.AssembleKnown() is { } known && await destination.HoldsAsync(known, cancellationToken))
        {
            return Result(prepared, prepared.Outputs.ToDictionary(output => output, output => output.Known), known, new Dictionary<Digest, BlobOutcome>(), started);
        }

        await using var sending = new BlobSender(destination, cancellationToken);
        await sending.StartAsync(prepared.Images.SelectMany(image => image.BaseBlobs));

        var ready = new Dictionary<AppLayers, ReadyLayer[]>();
        foreach (var output in prepared.Outputs)
        {
            ready[output] = await output.BuildAsync(sending, cancellationToken);
        }

        var finished = prepared.Assemble(ready);
        await sending.StartAsync(finished.Images.Select(image => image.Config));
        var outcomes = await sending.FinishAsync();
        await destination.CommitAsync(finished, cancellationToken);
        return Result(prepared, ready, finished, outcomes, started);
    }

    private PublishResult Result(
        PreparedImages prepared, Dictionary<AppLayers, ReadyLayer[]> ready, ImageSet finished, IReadOnlyDictionary<Digest, BlobOutcome> outcomes, long started)
    {
        var counts = services.Registries.Counts;
        return new PublishResult
        {
            ProjectName = definitions[0].ProjectName,
            References = prepared.Destination.References,
            Tags = definitions[0].Target.Tags,
            Top = finished.Top,
            Images = [.. finished.Images.Zip(prepared.Images, (image, made) => ImageReport.Of(image, made, ready[made.Layers], outcomes))],
            Unchanged = outcomes.Count == 0,
            WhyEpoch = prepared.Date.WhyEpoch,
            Destination = prepared.Destination.Kind,
            BytesSent = counts.BytesSent,
            Requests = counts.Requests,
            Duration = services.Clock.GetElapsedTime(started),
        };
    }
}
