using Containerize.Destinations;

namespace Containerize.Publishing;

/// <summary>
/// What can be known before a byte is made: where the images go, what they stand on, which of their layers exist. Nothing has been sent yet.
/// </summary>
/// <param name="Date">The time that the images say they are from.</param>
/// <param name="Outputs">The layers of each publish output, once.</param>
/// <param name="Images">In the order of the index; those made of the same output share its layers.</param>
internal sealed record PreparedImages(
    PublishOrder Order, IImageDestination Destination, SourceDate Date, IReadOnlyList<FoundLayers> Outputs, IReadOnlyList<PreparedImage> Images) : IPreparedImages
{
    public string? WhyEpoch => Date.WhyEpoch;

    public IEnumerable<ImageBlob> Existing => Images.SelectMany(image => image.BaseBlobs);

    public MadeImages? Known => Outputs.Select(output => output.Known).ToArray() is var known && known.All(layers => layers is not null) ? Assemble([.. known.OfType<IReadOnlyList<ReadyLayer>>()]) : null;

    public async Task<MadeImages> MakeAsync(BlobSender sending, CancellationToken cancellationToken)
    {
        var ready = new List<IReadOnlyList<ReadyLayer>>();
        foreach (var output in Outputs)
        {
            ready.Add(await output.MakeAsync(sending, cancellationToken));
        }

        return Assemble(ready);
    }

    /// <param name="layers">Made of each output, lowest first.</param>
    private MadeImages Assemble(IReadOnlyList<IReadOnlyList<ReadyLayer>> layers)
        => MadeImages.Of([.. Images.Select(image => image.Assemble(Outputs[image.Output], layers[image.Output], Date.Created))], Order);
}
