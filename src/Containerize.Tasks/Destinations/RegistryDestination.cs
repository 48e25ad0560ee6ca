using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Uploads;

namespace Containerize.Destinations;

/// <summary>
/// A repository of a registry. Only what it lacks is sent, and what the images under the tag have is not even asked for; images of an index
/// come before the index, tags are written last, and only those that do not lead there yet.
/// </summary>
internal sealed class RegistryDestination : IImageDestination
{
    private readonly RegistryRepository repository;
    private readonly IReadOnlyList<string> tags;
    private readonly IPublishLog log;
    private readonly TaggedContent known;

    public RegistryDestination(RegistryRepository repository, IReadOnlyList<string> tags, IPublishLog log)
    {
        this.repository = repository;
        this.tags = tags;
        this.log = log;
        known = new TaggedContent(repository, log);
    }

    public DestinationKind Kind => DestinationKind.Registry;

    public IReadOnlyList<string> References => [.. tags.Select(tag => $"{repository}:{tag}")];

    public EarlierContent Earlier => new(
        new ImageReference { Registry = repository.Registry, Repository = repository.Name, Tag = known.EarlierTag },
        known.Earlier);

    /// <summary>Finds out what the tags lead to now. Needs nothing of the image, so it runs beside other work.</summary>
    /// <exception cref="ContainerizeException">The registry cannot be reached, or wants credentials that there are not.</exception>
    public Task LookAsync(CancellationToken cancellationToken) => known.LookAsync(tags, cancellationToken);

    public Task<bool> HoldsAsync(ImageSet images, CancellationToken cancellationToken)
        => Task.FromResult(tags.All(tag => known.LeadsTo(tag, images.Top.Digest)));

    /// <summary>A registry may refuse to mount, and wants the bytes then.</summary>
    public async Task<BlobOutcome> ForeseeBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        await known.LookIntoIndexAsync(cancellationToken);
        if (known.Has(blob.Descriptor.Digest) || await repository.HasBlobAsync(blob.Descriptor, cancellationToken))
        {
            return BlobOutcome.Present;
        }

        return FindMountSource(blob) is null ? BlobOutcome.Uploaded : BlobOutcome.Mounted;
    }

    public async Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        await known.LookIntoIndexAsync(cancellationToken);
        return known.Has(blob.Descriptor.Digest) ? BlobOutcome.Present : await SendMissingAsync(blob, cancellationToken);
    }

    public async Task<CommitReport> CommitAsync(ImageSet images, CancellationToken cancellationToken)
    {
        try
        {
            await PutManifestsAsync(images, cancellationToken);
        }
        catch (ContainerizeException e) when (e.Code == ErrorCodes.RegistryAnswer && !known.IsEmpty)
        {
            // The image under the tag may have been broken: its blobs cleared away, or never there.
            log.Detail($"{e.Message} Looking for every blob.");
            known.Forget();
            foreach (var blob in images.Blobs)
            {
                await SendMissingAsync(blob, cancellationToken);
            }

            await PutManifestsAsync(images, cancellationToken);
        }

        return CommitReport.AsPut;
    }

    private async Task PutManifestsAsync(ImageSet images, CancellationToken cancellationToken)
    {
        foreach (var image in images.Images.Where(image => images.IsIndex && !known.Has(image.Manifest.Digest)))
        {
            await repository.PutManifestAsync(image.Manifest.Digest.ToString(), image.Manifest, image.ManifestBytes, cancellationToken);
        }

        foreach (var tag in tags.Where(tag => !known.LeadsTo(tag, images.Top.Digest)))
        {
            await repository.PutManifestAsync(tag, images.Top, images.TopBytes, cancellationToken);
        }
    }

    /// <summary>Another repository of the same registry that has the blob.</summary>
    private string? FindMountSource(ImageBlob blob)
        => blob.Sources.FirstOrDefault(source => source.Registry == repository.Registry && source.Repository != repository.Name)?.Repository;

    private async Task<BlobOutcome> SendMissingAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        if (await repository.HasBlobAsync(blob.Descriptor, cancellationToken))
        {
            return BlobOutcome.Present;
        }

        var place = UploadPlace.None;
        if (FindMountSource(blob) is { } other)
        {
            var outcome = await repository.MountBlobAsync(blob.Descriptor, other, cancellationToken);
            if (outcome.IsMounted)
            {
                return BlobOutcome.Mounted;
            }

            place = outcome.Place;
        }

        log.Detail($"Pushing {blob.WhatItIs} ({ByteSize.Format(blob.Descriptor.Size)}) to {repository}");
        await repository.UploadBlobAsync(blob.Descriptor, blob.WhatItIs, place, blob.OpenAsync, cancellationToken);
        return BlobOutcome.Uploaded;
    }
}
