using System.Collections.Concurrent;
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
internal sealed class RegistryBaseImageSource
{
    private readonly RegistryClient client;
    private readonly ContentStore store;
    private readonly BaseMemory memory;
    private readonly IPublishLog log;
    private readonly ConcurrentDictionary<ImageReference, Lazy<Task<Descriptor?>>> heads = new();
    private readonly ConcurrentDictionary<ImageReference, Digest> warned = new();

    public RegistryBaseImageSource(RegistryClient client, ContentStore store, TimeProvider clock, IPublishLog log)
    {
        this.client = client;
        this.store = store;
        this.log = log;
        memory = new BaseMemory(store, clock);
    }

    /// <param name="whenAbsent">What the cache may be used for while the registry does not answer; asked then only.</param>
    /// <exception cref="ContainerizeException">The image is missing, has no such platform, or cannot be built upon.</exception>
    public async Task<BaseImage> ResolveAsync(ImageReference reference, Platform platform, Func<Task<CachedBaseUse>> whenAbsent, CancellationToken cancellationToken)
    {
        var repository = client.Source(reference.Registry, reference.Repository);
        if (reference.Digest is { } pinned)
        {
            return await ReadAsync(repository, reference, await FetchTopAsync(repository, reference, pinned, cancellationToken), platform, cancellationToken);
        }

        var lastTime = Task.Run(() => ReadLastTimesAsync(repository, reference, platform, cancellationToken), cancellationToken);
        try
        {
            var digest = (await HeadOnceAsync(repository, reference, cancellationToken))?.Digest;
            if (await lastTime is { } same && same.Digest == digest)
            {
                memory.Keep(reference, same.Digest!);
                return same;
            }

            var top = await FetchTopAsync(repository, reference, digest, cancellationToken);
            memory.Keep(reference, top.Descriptor.Digest);
            return await ReadAsync(repository, reference, top, platform, cancellationToken);
        }
        catch (ContainerizeException e) when (RegistryErrors.IsAbsence(e))
        {
            return await StandInAsync(reference, await lastTime, await whenAbsent(), e);
        }
    }

    /// <summary>The image as it was when its registry last answered, or the reason why that will not do.</summary>
    private Task<BaseImage> StandInAsync(ImageReference reference, BaseImage? lastTimes, CachedBaseUse use, ContainerizeException absence)
    {
        var lacking = lastTimes?.Layers.Count(layer => !store.Contains(layer.Descriptor.Digest, layer.Descriptor.Size)) ?? 0;
        var seen = lastTimes is null ? string.Empty : $"{lastTimes.Digest}{(memory.DayOf(reference) is { } day ? $", of {day}" : string.Empty)}";
        if (lastTimes is not null && use != CachedBaseUse.None && (lacking == 0 || use == CachedBaseUse.Configuration))
        {
            if (warned.TryAdd(reference, lastTimes.Digest!))
            {
                log.Warn(ErrorCodes.BaseImageFromCache, $"Resolving the base image: {reference} is taken from the cache as it was last seen ({seen}), since its registry gives no answer. {absence.Message}");
            }

            return Task.FromResult(lastTimes);
        }

        var copy = (lastTimes, lacking) switch
        {
            (null, _) => "Nothing of this base image is in the cache.",
            (_, > 0) => $"In the cache it is without {Counted.Of(lacking, "layer")} ({seen}).",
            _ => $"The cache has it ({seen}), but images for a registry are built upon it only where ContainerBaseImage names that digest.",
        };
        throw new ContainerizeException(
            absence.Code,
            $"{absence.Message} {copy} A mirror (ContainerizeRegistryMirror), a copy in a registry of yours (ContainerizeBaseRegistry) or a proxy (HTTPS_PROXY) may help.",
            absence);
    }

    /// <summary>The images for several platforms mostly stand on one tag: it is asked for once, and is the same for all of them.</summary>
    private Task<Descriptor?> HeadOnceAsync(MirroredRepository repository, ImageReference reference, CancellationToken cancellationToken)
        => heads.GetOrAdd(reference, _ => new Lazy<Task<Descriptor?>>(() => repository.HeadManifestAsync(reference.TagOrDigest, cancellationToken))).Value;

    /// <summary>What the tag led to last time; null when that is not known, or not in the store any more.</summary>
    private async Task<BaseImage?> ReadLastTimesAsync(MirroredRepository repository, ImageReference reference, Platform platform, CancellationToken cancellationToken)
    {
        try
        {
            return memory.Recall(reference) is { } digest && await FromStoreAsync(digest, cancellationToken) is { } top
                ? await ReadAsync(repository, reference, top, platform, cancellationToken)
                : null;
        }
        catch (ContainerizeException)
        {
            // It will be met again, and told, if the tag still leads there.
            return null;
        }
    }

    private async Task<BaseImage> ReadAsync(
        MirroredRepository repository, ImageReference reference, FetchedManifest top, Platform platform, CancellationToken cancellationToken)
    {
        var image = MediaTypes.IsIndex(top.Descriptor.MediaType)
            ? await FetchPlatformAsync(repository, reference, top, platform, cancellationToken)
            : top;
        if (!MediaTypes.IsManifest(image.Descriptor.MediaType))
        {
            throw Unusable(reference, $"it is '{Excerpt.Of(image.Descriptor.MediaType)}', not an image manifest of OCI or Docker schema 2");
        }

        var manifest = ImageManifest.Parse(image.Bytes, image.Descriptor.MediaType, $"the manifest of {reference}");
        var config = await FetchConfigAsync(repository, reference, manifest, cancellationToken);
        RequirePlatform(reference, config, platform);
        if (config.DiffIds.Count != manifest.Layers.Count)
        {
            throw Unusable(reference, $"its manifest has {manifest.Layers.Count} layers but its configuration {config.DiffIds.Count}");
        }

        ImageReference[] places = [.. client.PlacesOf(reference)];
        return new BaseImage
        {
            Reference = reference with { Digest = null },
            Digest = top.Descriptor.Digest,
            Config = config,
            Layers = [.. manifest.Layers.Select(layer => BlobOf(repository, layer, places))],
        };
    }

    private ImageBlob BlobOf(MirroredRepository repository, Descriptor layer, IReadOnlyList<ImageReference> places)
        => new(layer, $"base layer {layer.Digest}", places, token => OpenLayerAsync(repository, layer, token))
        {
            PrepareAsync = token => FetchLayerAsync(repository, layer, token),
        };

    private async Task<FetchedManifest?> FromStoreAsync(Digest digest, CancellationToken cancellationToken)
        => await store.ReadAsync(digest, cancellationToken) is { } kept && MediaTypes.OfManifest(kept) is { } mediaType
            ? new FetchedManifest(new Descriptor(mediaType, digest, kept.Length), kept)
            : null;

    private async Task<FetchedManifest> FetchTopAsync(MirroredRepository repository, ImageReference reference, Digest? digest, CancellationToken cancellationToken)
    {
        if (digest is { } name && await FromStoreAsync(name, cancellationToken) is { } kept)
        {
            return kept;
        }

        return await FetchAsync(repository, digest?.ToString() ?? reference.TagOrDigest, cancellationToken)
            ?? throw new ContainerizeException(
                ErrorCodes.BaseImageMissing,
                $"Resolving the base image: {reference} was not found. Check the name and the tag or digest (ContainerBaseImage, or ContainerFamily for an inferred one).");
    }

    private async Task<FetchedManifest> FetchPlatformAsync(
        MirroredRepository repository, ImageReference reference, FetchedManifest top, Platform platform, CancellationToken cancellationToken)
    {
        var index = ImageIndex.Parse(top.Bytes, top.Descriptor.MediaType, $"the index of {reference}");
        var entry = index.Find(platform) ?? throw new ContainerizeException(
            ErrorCodes.BaseImagePlatformMissing,
            $"Resolving the base image: {reference} has no image for {platform}; it has {Excerpt.Of(string.Join(", ", index.Images.Select(i => i.Platform!.ToString()).Distinct(StringComparer.Ordinal)))}. Publish with -r for one of these (ContainerRuntimeIdentifier, where it is set, has to say the same), or choose another ContainerBaseImage.");
        if (await store.ReadAsync(entry.Digest, cancellationToken) is { } kept)
        {
            return new FetchedManifest(entry, kept);
        }

        return await FetchAsync(repository, entry.Digest.ToString(), cancellationToken)
            ?? throw Unusable(reference, $"its index names the manifest {entry.Digest}, which the registry does not have");
    }

    private async Task<FetchedManifest?> FetchAsync(MirroredRepository repository, string tagOrDigest, CancellationToken cancellationToken)
    {
        var fetched = await repository.GetManifestAsync(tagOrDigest, cancellationToken);
        if (fetched is not null)
        {
            store.TryKeep(fetched.Descriptor.Digest, fetched.Bytes);
        }

        return fetched;
    }

    private async Task<ImageConfig> FetchConfigAsync(MirroredRepository repository, ImageReference reference, ImageManifest manifest, CancellationToken cancellationToken)
    {
        var whatItIs = $"the configuration of {reference}";
        if (manifest.Config.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig))
        {
            throw Unusable(reference, $"its configuration is '{Excerpt.Of(manifest.Config.MediaType)}': this is an artifact, not an image");
        }

        var bytes = await store.ReadAsync(manifest.Config.Digest, cancellationToken);
        if (bytes is null)
        {
            bytes = await repository.ReadBlobAsync(manifest.Config, whatItIs, cancellationToken);
            store.TryKeep(manifest.Config.Digest, bytes);
        }

        return ImageConfig.Parse(bytes, whatItIs);
    }

    /// <summary>From the store when it was needed before; else straight from the registry, without touching the disk.</summary>
    private async Task<Stream> OpenLayerAsync(MirroredRepository repository, Descriptor layer, CancellationToken cancellationToken)
        => await store.OpenAsync(layer.Digest, layer.Size, cancellationToken)
            ?? await repository.OpenBlobAsync(layer, $"base layer {layer.Digest}", cancellationToken);

    /// <summary>Brings a layer into the store, for destinations on this machine that want it every time.</summary>
    private Task FetchLayerAsync(MirroredRepository repository, Descriptor layer, CancellationToken cancellationToken)
        => store.Contains(layer.Digest, layer.Size)
            ? Task.CompletedTask
            : store.FetchAsync(layer.Digest, token => repository.OpenBlobAsync(layer, $"base layer {layer.Digest}", token), cancellationToken);

    private static void RequirePlatform(ImageReference reference, ImageConfig config, Platform platform)
    {
        if (!platform.IsServedBy(config.Platform))
        {
            throw new ContainerizeException(
                ErrorCodes.BaseImagePlatformMissing,
                $"Resolving the base image: {reference} is for {config.Platform}, but the app is published for {platform}. Publish with -r for a platform that the base has (ContainerRuntimeIdentifier, where it is set, has to say the same), or choose another ContainerBaseImage.");
        }
    }

    private static ContainerizeException Unusable(ImageReference reference, string why)
        => new(ErrorCodes.BaseImageUnusable, $"Resolving the base image: {reference} cannot be built upon: {why}.");
}
