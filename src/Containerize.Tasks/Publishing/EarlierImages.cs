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
/// <param name="maker">The history comment of layers from the encoder in use; blobs of another are not what we would make.</param>
internal sealed class EarlierImages(RegistryClient registries, Platform platform, string maker, IPublishLog log)
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
                var repository = registries.Repository(image.Registry, image.Repository, access);
                var top = ReferenceEquals(image, under) ? earlier.Manifest : await repository.GetManifestAsync(image.TagOrDigest, cancellationToken);
                await AddAsync(image, top, repository, found, cancellationToken);
            }
            catch (ContainerizeException e)
            {
                log.Detail($"Nothing taken over from {image}: {e.Message}");
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
        var whatItIs = $"the configuration of {image}";
        var config = ImageConfig.Parse(await repository.ReadBlobAsync(manifest.Config, whatItIs, cancellationToken), whatItIs);
        var comments = config.LayerComments;
        if (config.DiffIds.Count != manifest.Layers.Count || comments.Count != manifest.Layers.Count)
        {
            return;
        }

        for (var i = 0; i < comments.Count; i++)
        {
            if (comments[i] == maker)
            {
                found.TryAdd(config.DiffIds[i], new EarlierLayer(manifest.Layers[i], image, repository));
            }
        }
    }
}
