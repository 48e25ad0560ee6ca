using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// What can be known before a byte is made: where the images go, what they stand on, which of their layers exist. Nothing has been sent yet.
/// </summary>
/// <param name="Date">The time that the images say they are from.</param>
/// <param name="Images">In the order of the index; those made of the same output share its layers.</param>
internal sealed record PreparedImages(IImageDestination Destination, SourceDate Date, IReadOnlyList<PreparedImage> Images)
{
    /// <summary>The layers of each publish output, once.</summary>
    public IReadOnlyList<AppLayers> Outputs { get; } = [.. Images.Select(image => image.Layers).Distinct()];

    /// <param name="definitions">One for each platform. They differ in platform, base image and publish output.</param>
    /// <exception cref="Diagnostics.ContainerizeException">With the code of what went wrong; nothing runs on.</exception>
    public static async Task<PreparedImages> PrepareAsync(IReadOnlyList<ImageDefinition> definitions, PublishServices services, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Whatever needs the network or another program runs beside the reading of files.
        var choosing = Task.Run(() => DestinationChoice.ChooseAsync(definitions[0].Target, services, stop.Token), stop.Token);
        var dating = SourceDate.FindAsync(services.Host, definitions[0].ProjectDirectory, stop.Token);
        List<Task> beside = [choosing, dating];
        try
        {
            var wanted = await WantedPlatforms.ChooseAsync(definitions, () => choosing, services.Log, stop.Token);
            var source = new RegistryBaseImageSource(services.Registries, services.Store, services.Clock, services.Log);
            var resolving = wanted.Select(definition => Task.Run(() => ResolveBaseAsync(source, definition, choosing, stop.Token), stop.Token)).ToArray();
            beside.AddRange(resolving);
            var started = await BeginAsync(wanted, resolving, services, stop.Token);
            var outputs = started.Select(image => image.Layers).Distinct().ToArray();
            foreach (var output in outputs)
            {
                await output.FindAsync(choosing, stop.Token);
            }

            var bases = await Task.WhenAll(started.Select(image => image.Resolving));
            BaseFit.Tell(started.Zip(bases, (image, from) => BaseFit.Check(image.Definition, from)).SelectMany(found => found).DistinctBy(misfit => misfit.Message, StringComparer.Ordinal), services.Log);
            var date = await dating;
            var destination = await choosing;
            foreach (var output in outputs)
            {
                await output.TakeOverAsync(destination, stop.Token);
            }

            return new PreparedImages(
                destination,
                date,
                [.. started.Zip(bases, (image, from) => new PreparedImage(image.Definition, image.Layers, image.Assembler, from, image.Assembler.BaseBlobs(from)))]);
        }
        catch
        {
            // What still runs beside the failed step must not outlive the publish.
            await stop.CancelAsync();
            await Task.WhenAll(beside).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    /// <param name="layers">Made of each output, lowest first.</param>
    public ImageSet Assemble(IReadOnlyDictionary<AppLayers, ReadyLayer[]> layers)
        => ImageSet.Of([.. Images.Select(image => image.Assemble(layers[image.Layers], Date.Created))], Images[0].Definition.Format, Images[0].Definition.Annotations);

    /// <summary>The finished images, where nothing has to be made for them; else null.</summary>
    public ImageSet? AssembleKnown() => Outputs.All(output => output.AreKnown) ? Assemble(Outputs.ToDictionary(output => output, output => output.Known)) : null;

    /// <summary>Reads each output once. Images that take the same of it have the same layers.</summary>
    private static async Task<IReadOnlyList<StartedImage>> BeginAsync(IReadOnlyList<ImageDefinition> wanted, Task<BaseImage>[] resolving, PublishServices services, CancellationToken cancellationToken)
    {
        var outputs = new Dictionary<string, IReadOnlyList<PublishedFile>>(StringComparer.Ordinal);
        var equals = new EqualLayers();
        var started = new List<StartedImage>();
        for (var i = 0; i < wanted.Count; i++)
        {
            var definition = wanted[i];
            if (!outputs.TryGetValue(definition.PublishDirectory, out var files))
            {
                outputs[definition.PublishDirectory] = files = PublishDirectory.Read(definition, services.Log);
            }

            var content = await ImageContent.ChooseAsync(definition, files, resolving[i], services, cancellationToken);
            var layers = started.Select(image => image.Layers).FirstOrDefault(layers => layers.IsOf(definition, content)) ?? new AppLayers(definition, content, services, equals);
            started.Add(new StartedImage(definition, layers, new ImageAssembler(definition, services.Encoding), resolving[i]));
        }

        return started;
    }

    private static Task<BaseImage> ResolveBaseAsync(
        RegistryBaseImageSource source, ImageDefinition definition, Task<IImageDestination> choosing, CancellationToken cancellationToken)
        => definition.BaseImage is { } reference
            ? source.ResolveAsync(
                reference,
                definition.Platform,
                async () => await choosing is RegistryDestination ? CachedBaseUse.None : CachedBaseUse.WholeImage,
                cancellationToken)
            : Task.FromResult(new BaseImage { Config = ImageConfig.Empty(definition.Platform) });

    private sealed record StartedImage(ImageDefinition Definition, AppLayers Layers, ImageAssembler Assembler, Task<BaseImage> Resolving);
}
