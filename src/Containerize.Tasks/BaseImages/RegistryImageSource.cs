using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Storage;

namespace Containerize.BaseImages;

/// <summary>
/// Resolves a base image in a registry or its mirrors. A tag is asked for every time, since it may move; what its digest names cannot, so
/// manifests and configurations seen before come from the store. While the registry is asked, what the tag led to last time is read
/// from there already: mostly the answer is the same.
/// </summary>
internal sealed class RegistryImageSource : IImageSource
{
    private readonly ImageReference reference;
    private readonly RegistryClient client;
    private readonly MirroredRepository repository;
    private readonly ContentStore store;
    private readonly BaseMemory memory;
    private readonly StoreTurns turns;
    private readonly BuildNotes? build;
    private readonly IPublishLog log;
    private readonly CachedBaseUse whenAbsent;
    private readonly Lock asking = new();
    private Task<Digest?>? head;
    private int hasWarned;

    /// <param name="whenAbsent">What the cache may be used for while the registry does not answer.</param>
    public RegistryImageSource(
        ImageReference reference,
        RegistryClient client,
        ContentStore store,
        BaseMemory memory,
        StoreTurns turns,
        IPublishLog log,
        CachedBaseUse whenAbsent,
        BuildNotes? build)
    {
        this.reference = reference;
        this.client = client;
        this.store = store;
        this.memory = memory;
        this.turns = turns;
        this.build = build;
        this.log = log;
        this.whenAbsent = whenAbsent;
        repository = client.Source(reference.Registry, reference.Repository);
    }

    /// <summary>May be called for several platforms at once.</summary>
    /// <exception cref="ContainerizeException">The image is missing, has no such platform, or cannot be built upon.</exception>
    public async Task<Image> ResolveAsync(Platform platform, CancellationToken cancellationToken)
    {
        if (reference.Digest is { } pinned)
        {
            return await ReadAsync(await FetchTopAsync(pinned, cancellationToken), platform, cancellationToken);
        }

        var lastTime = Task.Run(() => ReadLastTimesAsync(platform, cancellationToken), cancellationToken);
        try
        {
            var digest = await HeadOnceAsync(cancellationToken);
            if (await lastTime is { } same && same.Digest == digest)
            {
                memory.Keep(reference, same.Digest!);
                return same;
            }

            var top = await FetchTopAsync(digest, cancellationToken);
            memory.Keep(reference, top.Descriptor.Digest);
            return await ReadAsync(top, platform, cancellationToken);
        }
        catch (ContainerizeException e) when (RegistryErrors.IsAbsence(e))
        {
            return StandIn(await lastTime, whenAbsent, e);
        }
    }

    /// <summary>The image as it was when its registry last answered, or the reason why that will not do.</summary>
    private Image StandIn(Image? lastTimes, CachedBaseUse use, ContainerizeException absence)
    {
        var lacking = lastTimes?.Layers.Count(layer => !store.Contains(layer.Descriptor.Digest, layer.Descriptor.Size)) ?? 0;
        var seen = lastTimes is null ? string.Empty : $"{lastTimes.Digest}{(memory.RecallDay(reference) is { } day ? $", of {day}" : string.Empty)}";
        if (lastTimes is not null && use != CachedBaseUse.None && (lacking == 0 || use == CachedBaseUse.Configuration))
        {
            if (Interlocked.Exchange(ref hasWarned, 1) == 0)
            {
                log.Warn(
                    ErrorCodes.BaseImageFromCache,
                    $"Resolving the base image: {reference} is taken from the cache as it was last seen ({seen}), since its registry gives no answer. "
                        + $"{absence.Message}");
            }

            return lastTimes;
        }

        var copy = (lastTimes, lacking) switch
        {
            (null, _) => "Nothing of this base image is in the cache.",
            (_, > 0) => $"In the cache it is without {Counted.Of(lacking, "layer")} ({seen}).",
            _ => $"The cache has it ({seen}), but images for a registry are built upon it only where ContainerBaseImage names that digest.",
        };
        throw new ContainerizeException(
            absence.Code,
            $"{absence.Message} {copy} A mirror (ContainerizeRegistryMirror), a copy in a registry of yours (ContainerizeBaseRegistry) or a proxy "
                + "(HTTPS_PROXY) may help.",
            absence);
    }

    /// <summary>The images for several platforms mostly stand on one tag: it is asked for once, and is the same for all of them.</summary>
    private Task<Digest?> HeadOnceAsync(CancellationToken cancellationToken)
    {
        lock (asking)
        {
            return head ??= HeadAsync(cancellationToken);
        }
    }

    /// <summary>Services of one build stand on the same base, also where its tag moves meanwhile.</summary>
    private async Task<Digest?> HeadAsync(CancellationToken cancellationToken)
    {
        if (build is null)
        {
            return (await repository.HeadManifestAsync(reference.TagOrDigest, cancellationToken))?.Digest;
        }

        var told = await build.FindOnceAsync(
            $"base {string.Join(' ', client.PlacesOf(reference))}",
            async () => (await repository.HeadManifestAsync(reference.TagOrDigest, cancellationToken))?.Digest.ToString(),
            cancellationToken);
        return Digest.TryParse(told, out var digest) ? digest : null;
    }

    /// <summary>What the tag led to last time; null when that is not known, or not in the store any more.</summary>
    private async Task<Image?> ReadLastTimesAsync(Platform platform, CancellationToken cancellationToken)
    {
        try
        {
            return memory.Recall(reference) is { } digest && await FromStoreAsync(digest, cancellationToken) is { } top
                ? await ReadAsync(top, platform, cancellationToken)
                : null;
        }
        catch (ContainerizeException)
        {
            // It will be met again, and told, if the tag still leads there.
            return null;
        }
    }

    private async Task<Image> ReadAsync(FetchedManifest top, Platform platform, CancellationToken cancellationToken)
    {
        var image = MediaTypes.IsIndex(top.Descriptor.MediaType) ? await FetchPlatformAsync(top, platform, cancellationToken) : top;
        if (!MediaTypes.IsManifest(image.Descriptor.MediaType))
        {
            throw Unusable($"it is '{Excerpt.Of(image.Descriptor.MediaType)}', not an image manifest of OCI or Docker schema 2");
        }

        var manifest = ImageManifest.Parse(image.Bytes, image.Descriptor.MediaType, $"the manifest of {reference}");
        var configBytes = await FetchConfigAsync(manifest, cancellationToken);
        var config = ImageConfig.Parse(configBytes, $"the configuration of {reference}");
        RequirePlatform(config, platform);
        if (config.DiffIds.Count != manifest.Layers.Count)
        {
            throw Unusable($"its manifest has {manifest.Layers.Count} layers but its configuration {config.DiffIds.Count}");
        }

        ImageReference[] places = [.. client.PlacesOf(reference)];
        return new Image
        {
            Reference = reference with { Digest = null },
            Digest = top.Descriptor.Digest,
            Config = config,
            ConfigBytes = configBytes,
            Layers = [.. manifest.Layers.Select(layer => CreateBlob(layer, places))],
        };
    }

    private ImageBlob CreateBlob(Descriptor layer, IReadOnlyList<ImageReference> places)
        => new(layer, $"base layer {layer.Digest}", places, token => OpenLayerAsync(layer, token)) { PrepareAsync = token => FetchLayerAsync(layer, token) };

    private async Task<FetchedManifest?> FromStoreAsync(Digest digest, CancellationToken cancellationToken)
        => await store.ReadAsync(digest, cancellationToken) is { } kept && MediaTypes.OfManifest(kept) is { } mediaType
            ? new FetchedManifest(new Descriptor(mediaType, digest, kept.Length), kept)
            : null;

    private async Task<FetchedManifest> FetchTopAsync(Digest? digest, CancellationToken cancellationToken)
    {
        return await FetchOnceAsync(
            digest,
            () => digest is { } name ? FromStoreAsync(name, cancellationToken) : Task.FromResult<FetchedManifest?>(null),
            () => FetchAsync(digest?.ToString() ?? reference.TagOrDigest, cancellationToken),
            cancellationToken)
            ?? throw new ContainerizeException(
                ErrorCodes.BaseImageMissing,
                $"Resolving the base image: {reference} was not found. Check the name and the tag or digest (ContainerBaseImage, or ContainerFamily for "
                    + "an inferred one).");
    }

    private async Task<FetchedManifest> FetchPlatformAsync(FetchedManifest top, Platform platform, CancellationToken cancellationToken)
    {
        var index = ImageIndex.Parse(top.Bytes, top.Descriptor.MediaType, $"the index of {reference}");
        var entry = index.Find(platform) ?? throw new ContainerizeException(
            ErrorCodes.BaseImagePlatformMissing,
            $"Resolving the base image: {reference} has no image for {platform}; it has "
                + $"{Excerpt.Of(string.Join(", ", index.Images.Select(i => i.Platform!.ToString()).Distinct(StringComparer.Ordinal)))}. Publish with -r "
                + "for one of these (ContainerRuntimeIdentifier, where it is set, has to say the same), or choose another ContainerBaseImage.");
        return await FetchOnceAsync(
            entry.Digest,
            async () => await store.ReadAsync(entry.Digest, cancellationToken) is { } kept ? new FetchedManifest(entry, kept) : null,
            () => FetchAsync(entry.Digest.ToString(), cancellationToken),
            cancellationToken)
            ?? throw Unusable($"its index names the manifest {entry.Digest}, which the registry does not have");
    }

    private async Task<FetchedManifest?> FetchAsync(string tagOrDigest, CancellationToken cancellationToken)
    {
        var fetched = await repository.GetManifestAsync(tagOrDigest, cancellationToken);
        if (fetched is not null)
        {
            store.TryKeep(fetched.Descriptor.Digest, fetched.Bytes);
        }

        return fetched;
    }

    private async Task<byte[]> FetchConfigAsync(ImageManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Config.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig))
        {
            throw Unusable($"its configuration is '{Excerpt.Of(manifest.Config.MediaType)}': this is an artifact, not an image");
        }

        var digest = manifest.Config.Digest;
        var bytes = await FetchOnceAsync(
            digest,
            () => store.ReadAsync(digest, cancellationToken),
            async () =>
            {
                var read = await repository.ReadBlobAsync(manifest.Config, $"the configuration of {reference}", cancellationToken);
                store.TryKeep(digest, read);
                return read;
            },
            cancellationToken);
        return bytes!;
    }

    /// <summary>What is in the store, or comes there: of several publishes that lack it at the same time one asks, and the others wait.</summary>
    private async Task<T?> FetchOnceAsync<T>(Digest? digest, Func<Task<T?>> find, Func<Task<T?>> fetch, CancellationToken cancellationToken)
        where T : class
    {
        if (await find() is { } kept)
        {
            return kept;
        }

        using var turn = digest is null ? null : await turns.TakeAsync($"fetching {digest}", cancellationToken);
        return (turn is null ? null : await find()) ?? await fetch();
    }

    /// <summary>From the store when it was needed before; else straight from the registry, without touching the disk.</summary>
    private async Task<Stream> OpenLayerAsync(Descriptor layer, CancellationToken cancellationToken)
        => await store.OpenAsync(layer.Digest, layer.Size, cancellationToken)
            ?? await repository.OpenBlobAsync(layer, $"base layer {layer.Digest}", cancellationToken);

    /// <summary>Brings a layer into the store, for destinations on this machine that want it every time.</summary>
    private async Task FetchLayerAsync(Descriptor layer, CancellationToken cancellationToken)
    {
        if (store.Contains(layer.Digest, layer.Size))
        {
            return;
        }

        using var turn = await turns.TakeAsync($"fetching {layer.Digest}", cancellationToken);
        if (!store.Contains(layer.Digest, layer.Size))
        {
            await store.FetchAsync(layer.Digest, token => repository.OpenBlobAsync(layer, $"base layer {layer.Digest}", token), cancellationToken);
        }
    }

    private void RequirePlatform(ImageConfig config, Platform platform)
    {
        if (!platform.IsServedBy(config.Platform))
        {
            throw new ContainerizeException(
                ErrorCodes.BaseImagePlatformMissing,
                $"Resolving the base image: {reference} is for {config.Platform}, but the app is published for {platform}. Publish with -r for a "
                    + "platform that the base has (ContainerRuntimeIdentifier, where it is set, has to say the same), or choose another "
                    + "ContainerBaseImage.");
        }
    }

    private ContainerizeException Unusable(string why)
        => new(ErrorCodes.BaseImageUnusable, $"Resolving the base image: {reference} cannot be built upon: {why}.");
}
