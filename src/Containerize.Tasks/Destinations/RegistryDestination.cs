using System.Collections.Concurrent;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;

namespace Containerize.Destinations;

/// <summary>A repository of a registry. Only what it lacks is sent; tags are written last, and only those that do not lead to the image yet.</summary>
internal sealed class RegistryDestination : IImageDestination
{
    public const string KindName = "registry";

    private readonly RegistryRepository repository;
    private readonly IReadOnlyList<string> tags;
    private readonly IPublishLog log;
    private readonly ConcurrentDictionary<string, bool> tagsInPlace = new(StringComparer.Ordinal);

    public RegistryDestination(RegistryRepository repository, IReadOnlyList<string> tags, IPublishLog log)
    {
        this.repository = repository;
        this.tags = tags;
        this.log = log;
    }

    public string Kind => KindName;

    public IReadOnlyList<string> References => [.. tags.Select(tag => $"{repository}:{tag}")];

    public async Task<bool> HoldsAsync(FinishedImage image, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(tags, cancellationToken, async (tag, token) =>
        {
            var found = await repository.HeadManifestAsync(tag, token);
            tagsInPlace[tag] = found?.Digest == image.Manifest.Digest;
        });
        return tagsInPlace.Values.All(inPlace => inPlace);
    }

    public async Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        if (await repository.HasBlobAsync(blob.Descriptor, cancellationToken))
        {
            return BlobOutcome.Present;
        }

        var place = UploadPlace.None;
        if (blob.Source is { } source && source.Registry == repository.Registry && source.Repository != repository.Name)
        {
            if (await repository.MountBlobAsync(blob.Descriptor, source.Repository, cancellationToken) is not { } instead)
            {
                return BlobOutcome.Mounted;
            }

            place = instead;
        }

        log.Detail($"Pushing {blob.WhatItIs} ({ByteSize.Format(blob.Descriptor.Size)}) to {repository}");
        await repository.UploadBlobAsync(blob.Descriptor, blob.WhatItIs, place, blob.OpenAsync, cancellationToken);
        return BlobOutcome.Uploaded;
    }

    public async Task CommitAsync(FinishedImage image, CancellationToken cancellationToken)
    {
        var missing = tags.Where(tag => !tagsInPlace.GetValueOrDefault(tag)).ToArray();
        foreach (var tag in missing)
        {
            await repository.PutManifestAsync(tag, image.Manifest, image.ManifestBytes, cancellationToken);
        }
    }
}
