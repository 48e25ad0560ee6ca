using System.Text;
using System.Text.RegularExpressions;
using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Layers;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// A publish whose image a builder makes of the generated Dockerfile: build for each platform, take the image from the builder, and put it
/// where an image of our own making would go, by the same ways. Layers of the base are known by their diffIDs and are mounted, not sent.
/// </summary>
internal sealed partial class BuilderPublisher
{
    private readonly IReadOnlyList<ImageDefinition> definitions;
    private readonly PublishServices services;
    private readonly BuilderClient builder;

    /// <param name="definitions">One for each platform, in the order of the index.</param>
    public BuilderPublisher(IReadOnlyList<ImageDefinition> definitions, PublishServices services, BuilderClient builder)
    {
        this.definitions = definitions;
        this.services = services;
        this.builder = builder;
    }

    /// <param name="dockerfile">Absolute path.</param>
    /// <param name="options">For the builder, besides those for the platform.</param>
    /// <exception cref="ContainerizeException">With the code of what went wrong; nothing is named that is not whole.</exception>
    public async Task<PublishResult> PublishAsync(GeneratedDockerfile generated, string dockerfile, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        var started = services.Clock.GetTimestamp();
        // Asked first, so that nobody waits for a build that has nowhere to go.
        var destination = await DestinationChoice.ChooseAsync(definitions[0].Target, services, cancellationToken);
        try
        {
            var built = new List<BuiltImage>();
            foreach (var definition in await WantedPlatforms.ChooseAsync(definitions, () => Task.FromResult(destination), services.Log, cancellationToken))
            {
                built.Add(await BuildAsync(definition, generated, dockerfile, options, cancellationToken));
            }

            return await PutAsync(built, destination, started, cancellationToken);
        }
        finally
        {
            Delete(FolderOf(definitions[0]));
        }
    }

    private async Task<PublishResult> PutAsync(IReadOnlyList<BuiltImage> built, IImageDestination destination, long started, CancellationToken cancellationToken)
    {
        var images = ImageSet.Of([.. built.Select(image => image.Image)], definitions[0].Format, definitions[0].Annotations);
        var unchanged = await destination.HoldsAsync(images, cancellationToken);
        IReadOnlyDictionary<Digest, BlobOutcome> outcomes = new Dictionary<Digest, BlobOutcome>();
        if (!unchanged)
        {
            await using var sending = new BlobSender(destination, cancellationToken);
            await sending.StartAsync(images.Blobs);
            outcomes = await sending.FinishAsync();
            await destination.CommitAsync(images, cancellationToken);
        }

        return new PublishResult
        {
            ProjectName = definitions[0].ProjectName,
            References = destination.References,
            Tags = definitions[0].Target.Tags,
            Top = images.Top,
            Images = [.. built.Select(image => image.Report(outcomes))],
            Unchanged = unchanged,
            Destination = destination.Kind,
            BytesSent = services.Registries.Counts.BytesSent,
            Requests = services.Registries.Counts.Requests,
            Duration = services.Clock.GetElapsedTime(started),
        };
    }

    private async Task<BuiltImage> BuildAsync(
        ImageDefinition definition, GeneratedDockerfile generated, string dockerfile, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        // One project's own for as long as it takes.
        var name = $"containerize-{Digest.Of(Encoding.UTF8.GetBytes(dockerfile)).Hex[..16]}:{definition.Platform.Architecture}";
        var folder = Path.Join(FolderOf(definition), definition.Platform.Architecture);
        services.Log.Say($"Building {dockerfile} for {definition.Platform} with {builder.Program}");
        await builder.BuildAsync(dockerfile, generated.Context.Folder, name, ["--platform", definition.Platform.ToString(), .. options], cancellationToken);
        try
        {
            Delete(folder);
            Directory.CreateDirectory(Path.Join(folder, "image"));
            var archive = Path.Join(folder, "image.tar");
            await builder.SaveAsync(name, archive, cancellationToken);
            var saved = await SavedImage.ReadAsync(archive, Path.Join(folder, "image"), cancellationToken);
            return await TakeAsync(definition, generated, saved, cancellationToken);
        }
        finally
        {
            await builder.ForgetAsync(name, CancellationToken.None);
        }
    }

    private async Task<BuiltImage> TakeAsync(ImageDefinition definition, GeneratedDockerfile generated, SavedImage saved, CancellationToken cancellationToken)
    {
        var assembler = new ImageAssembler(definition, services.Encoding);
        var from = definition.BaseImage is { } reference
            ? await new RegistryBaseImageSource(services.Registries, services.Store, services.Clock, services.Log).ResolveAsync(
                reference,
                definition.Platform,
                () => Task.FromResult(definition.Target is { Registry: not null, ArchivePath: null, LayoutPath: null } ? CachedBaseUse.None : CachedBaseUse.WholeImage),
                cancellationToken)
            : new BaseImage { Config = ImageConfig.Empty(definition.Platform) };
        // The base may have moved between the builder's look at it and ours; then all its layers are the image's own.
        var below = saved.Config.DiffIds.Take(from.Config.DiffIds.Count).SequenceEqual(from.Config.DiffIds) ? from.Config.DiffIds.Count : 0;
        var baseBlobs = below > 0 ? assembler.BaseBlobs(from) : [];
        var maker = new LayerBuilder(services.Store, new LayerCache(services.Store), new StatIndex(services.Store, services.Clock), services.Encoding);
        var own = new BuiltLayer[saved.Layers.Count - below];
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = await maker.TakeAsync(saved.Layers[below + i], saved.Config.DiffIds[below + i], cancellationToken);
        }

        var classes = ClassesOf(saved.Config, below, generated.Layers);
        ImageBlob[] blobs =
        [
            .. own.Select((layer, i) => assembler.Blob(
                $"layer {classes[i]}",
                layer,
                async token => await services.Store.OpenAsync(layer.Blob.Digest, layer.Blob.Size, token)
                    ?? await services.Store.OpenAsync((await maker.TakeAsync(saved.Layers[below + i], layer.DiffId, token)).Blob.Digest, layer.Blob.Size, token)
                    ?? throw new ContainerizeException(ErrorCodes.CacheUnusable, $"Reading layer {classes[i]} from the cache {services.Store.Root}: its content is not what was written. Clear the folder, or set ContainerizeCacheDirectory to another."))),
        ];
        var image = assembler.Assemble(saved.ConfigBytes, saved.Config.Platform, baseBlobs, blobs);
        return new BuiltImage(image, below > 0 ? from : null, [.. own.Select((layer, i) => (classes[i], layer))]);
    }

    /// <summary>
    /// What the layers above the base are, by the history that builders write: BuildKit tells what was copied, buildah that something was. Others are
    /// the user's commands, or a folder that BuildKit creates though it exists.
    /// </summary>
    private static string[] ClassesOf(ImageConfig config, int below, IReadOnlyList<string> layers)
    {
        string[] history = [.. config.LayerHistory.Skip(below)];
        var classes = Enumerable.Repeat("other", config.DiffIds.Count - below).ToArray();
        var copies = history.Select((text, i) => (text, i)).Where(entry => entry.text.Contains("COPY", StringComparison.Ordinal) && entry.i < classes.Length).ToArray();
        for (var i = 0; i < copies.Length; i++)
        {
            classes[copies[i].i] = CopiedLayer().Match(copies[i].text) is { Success: true } told ? told.Groups["name"].Value
                : copies.Length == layers.Count ? layers[i]
                : "other";
        }

        return classes;
    }

    private static string FolderOf(ImageDefinition definition) => Path.Join(definition.IntermediateDirectory, "built");

    /// <summary>What is left behind is in the way of nothing: the next publish replaces it.</summary>
    private void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            services.Log.Detail($"Removing {folder}: {e.Message}");
        }
    }

    [GeneratedRegex("COPY (--[^ ]+ )*/layers/(?<name>[a-z0-9.-]+)/ /", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CopiedLayer();

    /// <param name="From">Null when its layers could not be told from the image's own.</param>
    private sealed record BuiltImage(FinishedImage Image, BaseImage? From, IReadOnlyList<(string Class, BuiltLayer Layer)> Own)
    {
        public ImageReport Report(IReadOnlyDictionary<Digest, BlobOutcome> outcomes)
        {
            var below = Image.Layers.Count - Own.Count;
            return new ImageReport(
                Image.Platform,
                Image.Manifest,
                Image.Config.Descriptor,
                From?.Resolved,
                [
                    .. Image.Layers.Take(below).Select((blob, i) => new LayerReport(LayerReport.BaseClass, null, null, blob.Descriptor, From!.Config.DiffIds[i], Cached: true, Outcome(blob))),
                    .. Own.Select((own, i) => new LayerReport(own.Class, null, own.Layer.Size, Image.Layers[below + i].Descriptor, own.Layer.DiffId, own.Layer.FromCache, Outcome(Image.Layers[below + i]))),
                ]);

            BlobOutcome Outcome(ImageBlob blob) => outcomes.GetValueOrDefault(blob.Descriptor.Digest, BlobOutcome.Present);
        }
    }
}
