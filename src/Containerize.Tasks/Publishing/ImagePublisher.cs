using System.Runtime.InteropServices;
using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// What a publish is, step by step: read the output, plan layers, find what is known of them, resolve the bases; if the finished image is
/// where it should be, stop; else make what is missing, send what the other side lacks, and name the image last. Several platforms are several
/// images under one index; those made of the same output share its layers.
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

    private ImageTarget Target => definitions[0].Target;

    /// <exception cref="ContainerizeException">With the code of what went wrong; nothing is named that is not whole.</exception>
    public async Task<PublishResult> PublishAsync(CancellationToken cancellationToken)
    {
        var started = services.Clock.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Whatever needs the network or another program runs beside the reading of files.
        var choosing = Task.Run(() => DestinationChoice.ChooseAsync(Target, services, stop.Token), stop.Token);
        var dating = SourceDate.FindAsync(services.Host, definitions[0].ProjectDirectory, stop.Token);
        List<Task> beside = [choosing, dating];
        try
        {
            var platforms = Begin(await WantedAsync(choosing), stop.Token);
            beside.AddRange(platforms.Select(platform => platform.Resolving));
            var outputs = platforms.Select(platform => platform.Layers).Distinct().ToArray();
            foreach (var output in outputs)
            {
                await output.FindAsync(choosing, stop.Token);
            }

            var bases = await Task.WhenAll(platforms.Select(platform => platform.Resolving));
            var baseBlobs = platforms.Zip(bases, (platform, from) => platform.Assembler.BaseBlobs(from)).ToArray();
            var created = await dating;
            var destination = await choosing;
            foreach (var output in outputs)
            {
                await output.TakeOverAsync(destination, stop.Token);
            }

            var ready = new Dictionary<AppLayers, ReadyLayer[]>();
            if (outputs.All(output => output.AreKnown))
            {
                ready = outputs.ToDictionary(output => output, output => output.Known);
                var known = Assemble();
                if (await destination.HoldsAsync(known, stop.Token))
                {
                    return Report(known, new Dictionary<Digest, BlobOutcome>());
                }
            }

            await using var sending = new BlobSender(destination, stop.Token);
            await sending.StartAsync(baseBlobs.SelectMany(blobs => blobs));

            foreach (var output in outputs)
            {
                ready[output] = await output.BuildAsync(sending, stop.Token);
            }

            var finished = Assemble();
            await sending.StartAsync(finished.Images.Select(image => image.Config));
            var outcomes = await sending.FinishAsync();
            await destination.CommitAsync(finished, stop.Token);
            return Report(finished, outcomes);

            ImageSet Assemble() => ImageSet.Of(
                [.. platforms.Select((platform, i) => platform.Assembler.Assemble(bases[i], baseBlobs[i], ready[platform.Layers], created))],
                definitions[0].Format);

            PublishResult Report(ImageSet images, IReadOnlyDictionary<Digest, BlobOutcome> outcomes) => Result(
                images,
                destination,
                [.. images.Images.Select((image, i) => ImageReport.Of(image, bases[i], ready[platforms[i].Layers], outcomes))],
                unchanged: outcomes.Count == 0,
                started);
        }
        catch
        {
            // What still runs beside the failed step must not outlive the publish.
            await stop.CancelAsync();
            await Task.WhenAll(beside).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>An engine's own store holds an image for one platform: the one of the machine, if it is among them.</summary>
    private async Task<IReadOnlyList<ImageDefinition>> WantedAsync(Task<IImageDestination> choosing)
    {
        if (definitions.Count == 1 || await choosing is not EngineDestination engine)
        {
            return definitions;
        }

        var here = Platform.FromRuntimeIdentifier("linux-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());
        var chosen = definitions.FirstOrDefault(definition => definition.Platform.IsServedBy(here)) ?? definitions[0];
        services.Log.Say($"{engine.Kind} takes one platform at a time: loading {chosen.Platform}. A registry (ContainerRegistry) or an archive (ContainerArchiveOutputPath) gets all {definitions.Count}.");
        return [chosen];
    }

    private PlatformImage[] Begin(IReadOnlyList<ImageDefinition> wanted, CancellationToken cancellationToken)
    {
        var source = new RegistryBaseImageSource(services.Registries, services.Store);
        var outputs = wanted
            .DistinctBy(definition => definition.PublishDirectory, StringComparer.Ordinal)
            .ToDictionary(definition => definition.PublishDirectory, definition => new AppLayers(definition, services), StringComparer.Ordinal);
        return
        [
            .. wanted.Select(definition => new PlatformImage(
                outputs[definition.PublishDirectory],
                new ImageAssembler(definition, services.Encoding),
                Task.Run(() => ResolveBaseAsync(source, definition, cancellationToken), cancellationToken))),
        ];
    }

    private static Task<BaseImage> ResolveBaseAsync(RegistryBaseImageSource source, ImageDefinition definition, CancellationToken cancellationToken)
        => definition.BaseImage is { } reference
            ? source.ResolveAsync(reference, definition.Platform, cancellationToken)
            : Task.FromResult(new BaseImage { Config = ImageConfig.Empty(definition.Platform) });

    private PublishResult Result(ImageSet images, IImageDestination destination, IReadOnlyList<ImageReport> reports, bool unchanged, long started)
    {
        var counts = services.Registries.Counts;
        return new PublishResult
        {
            ProjectName = definitions[0].ProjectName,
            References = destination.References,
            Tags = Target.Tags,
            Top = images.Top,
            Images = reports,
            Unchanged = unchanged,
            Destination = destination.Kind,
            BytesSent = counts.BytesSent,
            Requests = counts.Requests,
            Duration = services.Clock.GetElapsedTime(started),
        };
    }

    private sealed record PlatformImage(AppLayers Layers, ImageAssembler Assembler, Task<BaseImage> Resolving);
}
