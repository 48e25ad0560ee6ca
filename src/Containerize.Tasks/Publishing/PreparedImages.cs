using Containerize.Describing;
using Containerize.Images;

namespace Containerize.Publishing;

/// <summary>
/// What can be known before a byte is made: what the images stand on, which of their layers exist. Nothing has been sent yet.
/// </summary>
/// <param name="Date">The time that the images say they are from.</param>
/// <param name="Outputs">The layers of each publish output, once.</param>
/// <param name="Images">In the order of the index; those made of the same output share its layers.</param>
internal sealed record PreparedImages(
    PublishOrder Order,
    SourceDate Date,
    IReadOnlyList<FoundLayers> Outputs,
    IReadOnlyList<PreparedImage> Images) : IPreparedImages
{
    public string? WhyEpoch => Date.WhyEpoch;

    public IEnumerable<ImageBlob> Existing => Images.SelectMany(image => image.BaseBlobs);

    public IEnumerable<Image> Bases => Images.Select(image => image.Base);

    public MadeImages? Known => FindKnownLayers() is { } known ? Assemble(known) : null;

    public async Task<MadeImages> MakeAsync(BlobSender sending, CancellationToken cancellationToken)
    {
        var ready = new List<IReadOnlyList<ReadyLayer>>();
        foreach (var output in Outputs)
        {
            ready.Add(await output.MakeAsync(sending, cancellationToken));
        }

        return Assemble(ready);
    }

    /// <summary>Of each output; null where a layer of any does not exist yet.</summary>
    private List<IReadOnlyList<ReadyLayer>>? FindKnownLayers()
    {
        var known = new List<IReadOnlyList<ReadyLayer>>();
        foreach (var output in Outputs)
        {
            if (output.Known is not { } layers)
            {
                return null;
            }

            known.Add(layers);
        }

        return known;
    }

    /// <param name="layers">Made of each output, lowest first.</param>
    private MadeImages Assemble(List<IReadOnlyList<ReadyLayer>> layers)
        => MadeImages.Create([.. Images.Select(image => image.Assemble(Outputs[image.Output], layers[image.Output], Date.Created))], Order);
}
