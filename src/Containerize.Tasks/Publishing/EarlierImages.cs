using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Layers;
using Containerize.Oci;
using Containerize.Registries;

namespace Containerize.Publishing;

/// <summary>
/// The target repository as a cache that every machine shares: images that are there already say which blob our layers were compressed to.
/// They may be wrong or lie, so what they say is checked (<see cref="LayerAdoption"/>) before anything is taken.
/// </summary>
internal sealed class EarlierImages(PublishServices services, Platform platform)
{
    /// <summary>Blobs by the diffID of what is in them. An image that is missing or unreadable only helps nobody.</summary>
    /// <param name="earlier">What is to be replaced.</param>
    /// <param name="others">More images; those of other registries are passed over, since their blobs are not where they are wanted.</param>
    public async Task<IReadOnlyDictionary<Digest, EarlierLayer>> FindAsync(
        EarlierContent earlier, IEnumerable<ImageReference> others, CancellationToken cancellationToken)
    {
        var under = earlier.Name;
        var found = new Dictionary<Digest, EarlierLayer>();
        foreach (var image in others.Where(image => image.Registry == under.Registry).Prepend(under))
        {
            // The token for pushing reads as well, and is needed anyhow.
            var access = image.Repository == under.Repository ? RegistryAccess.Push : RegistryAccess.Pull;
            try
            {
                var repository = services.Registries.Repository(image.Registry, image.Repository, access);
                var top = ReferenceEquals(image, under) ? earlier.Manifest : await repository.GetManifestAsync(image.TagOrDigest, cancellationToken);
                await AddAsync(image, top, repository, found, cancellationToken);
            }
            catch (ContainerizeException e)
            {
                services.Log.Detail($"Nothing taken over from {image}: {e.Message}");
            }
        }

        return found;
    }

    private async Task AddAsync(
        ImageReference image, FetchedManifest? top, RegistryRepository repository, Dictionary<Digest, EarlierLayer> found, CancellationToken cancellationToken)
    {
        if (top is not null && MediaTypes.IsIndex(top.Descriptor.MediaType))
        {
            var entry = ImageIndex.Parse(top.Bytes, top.Descriptor.MediaType, $"the index of {image}").Find(platform);
            top = entry is null ? null : await repository.GetManifestAsync(entry.Digest.ToString(), cancellationToken);
        }

        if (top is null || !MediaTypes.IsManifest(top.Descriptor.MediaType))
        {
            return;
        }

        var manifest = ImageManifest.Parse(top.Bytes, top.Descriptor.MediaType, $"the manifest of {image}");
        var config = await ReadConfigAsync(manifest.Config, $"the configuration of {image}", repository, cancellationToken);
        var comments = config.LayerComments;
        if (config.DiffIds.Count != manifest.Layers.Count || comments.Count != manifest.Layers.Count)
        {
            return;
        }

        for (var i = 0; i < comments.Count; i++)
        {
            // Blobs of another encoder than the one in use are not what we would make.
            if (comments[i] == services.Encoding.Maker)
            {
                found.TryAdd(config.DiffIds[i], new EarlierLayer(manifest.Layers[i], image, repository));
            }
        }
    }

    /// <summary>That of the image that this machine pushed last is in the store (<see cref="ImageDelivery"/>).</summary>
    private async Task<ImageConfig> ReadConfigAsync(Descriptor config, string whatItIs, RegistryRepository repository, CancellationToken cancellationToken)
    {
        var isKept = config.Size <= RegistryRepository.LargestReadWhole && services.Store.Contains(config.Digest, config.Size);
        var bytes = isKept ? await services.Store.ReadAsync(config.Digest, cancellationToken) : null;
        if (bytes is null)
        {
            bytes = await repository.ReadBlobAsync(config, whatItIs, cancellationToken);
            services.Store.TryKeep(config.Digest, bytes);
        }

        return ImageConfig.Parse(bytes, whatItIs);
    }
}
