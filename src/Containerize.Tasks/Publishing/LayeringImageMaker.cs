using Containerize.Describing;
using Containerize.Describing.Secrets;
using Containerize.Destinations;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>We make the images ourselves: layers of the publish output upon a base from a registry.</summary>
internal sealed class LayeringImageMaker(PublishOrder order, PublishServices services) : IImageMaker
{
    async Task<IPreparedImages> IImageMaker.PrepareAsync(Task<IImageDestination> choosing, CancellationToken cancellationToken)
        => await PrepareAsync(choosing, cancellationToken);

    /// <exception cref="Diagnostics.ContainerizeException">With the code of what went wrong; nothing runs on.</exception>
    public async Task<PreparedImages> PrepareAsync(Task<IImageDestination> choosing, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Whatever needs the network or another program runs beside the reading of files.
        var dating = SourceDate.FindAsync(services.Host, order.ProjectDirectory, stop.Token);
        List<Task> beside = [dating];
        try
        {
            var wanted = await WantedPlatforms.ChooseAsync(order.Images, image => image.Platform, choosing, services.Log, stop.Token);
            var bases = services.OpenBases(order.CachedBases);
            var resolving = wanted.Select(definition => ResolveAsync(bases.Find(definition.BaseImage), definition.Platform)).ToArray();
            beside.AddRange(resolving);
            var (outputs, outputOf) = await ReadOutputsAsync(wanted, resolving, stop.Token);
            var found = new FoundLayers[outputs.Count];
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = await outputs[i].FindAsync(choosing, stop.Token);
            }

            var below = await Task.WhenAll(resolving);
            var misfits = wanted.Zip(below, BaseFit.Check).SelectMany(found => found);
            BaseFit.Tell(misfits.DistinctBy(misfit => misfit.Message, StringComparer.Ordinal), services.Log);
            var date = await dating;
            var destination = await choosing;
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = await found[i].TakeOverAsync(destination, stop.Token);
            }

            return new PreparedImages(order, date, found, [.. wanted.Select((definition, i) => Prepare(definition, outputOf[i], below[i]))]);
        }
        catch
        {
            // What still runs beside the failed step must not outlive the publish.
            await stop.CancelAsync();
            await Task.WhenAll(beside).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        Task<Image> ResolveAsync(IImageSource source, Platform platform) => Task.Run(() => source.ResolveAsync(platform, stop.Token), stop.Token);
    }

    private PreparedImage Prepare(ImageDefinition definition, int output, Image from)
    {
        var assembler = new ImageAssembler(definition, services.Encoding);
        return new PreparedImage(definition, output, assembler, from, assembler.CreateBaseBlobs(from));
    }

    /// <summary>Reads each output once. Images that take the same of it have the same layers.</summary>
    /// <returns>The outputs, and for each image which of them it is made of.</returns>
    private async Task<(IReadOnlyList<PlannedLayers> Outputs, IReadOnlyList<int> OutputOf)> ReadOutputsAsync(
        IReadOnlyList<ImageDefinition> wanted, Task<Image>[] resolving, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, IReadOnlyList<PublishedFile>>(StringComparer.Ordinal);
        var equals = new EqualLayers();
        var outputs = new List<PlannedLayers>();
        var outputOf = new List<int>();
        var taken = new List<(ImageDefinition, IReadOnlyList<PublishedFile>)>();
        for (var i = 0; i < wanted.Count; i++)
        {
            var (definition, resolved) = (wanted[i], resolving[i]);
            if (!read.TryGetValue(definition.OutputKey, out var files))
            {
                read[definition.OutputKey] = files = PublishDirectory.Read(definition, services.Log);
            }

            var content = await ImageContent.ChooseAsync(definition, files, () => resolved, services.Store, services.Log, cancellationToken);
            taken.Add((definition, content.Files));
            var output = outputs.FindIndex(layers => layers.AreOf(definition, content));
            if (output < 0)
            {
                output = outputs.Count;
                outputs.Add(new PlannedLayers(definition, content, services, equals));
            }

            outputOf.Add(output);
        }

        // Before anything is made, let alone sent.
        new SecretScan(services.Log, new SecretNotes(services.Store, services.Clock, services.Seen)).Run(taken);

        return (outputs, outputOf);
    }
}
