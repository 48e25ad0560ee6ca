using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;

namespace Containerize.Destinations;

/// <summary>
/// A repository of a registry. Only what it lacks is sent, and what the image under the tag has is not even asked for; tags are written
/// last, and only those that do not lead to the image yet.
/// </summary>
internal sealed class RegistryDestination : IImageDestination
{
    public const string KindName = "registry";

    private readonly RegistryRepository repository;
    private readonly IReadOnlyList<string> tags;
    private readonly IPublishLog log;
    private readonly Dictionary<string, Digest?> tagged = new(StringComparer.Ordinal);
    private readonly HashSet<Digest> blobsUnderTag = [];

    public RegistryDestination(RegistryRepository repository, IReadOnlyList<string> tags, IPublishLog log)
    {
        this.repository = repository;
        this.tags = tags;
        this.log = log;
    }

    public string Kind => KindName;

    public IReadOnlyList<string> References => [.. tags.Select(tag => $"{repository}:{tag}")];

    /// <summary>What the first tag leads to now; null when it leads nowhere, or that cannot be told.</summary>
    public FetchedManifest? UnderTag { get; private set; }

    /// <summary>Finds out what the tags lead to now. Needs nothing of the image, so it runs beside other work.</summary>
    /// <exception cref="ContainerizeException">The registry cannot be reached, or wants credentials that there are not.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var others = tags.Skip(1).Select(tag => AskAsync(() => repository.HeadManifestAsync(tag, cancellationToken))).ToArray();
        UnderTag = await AskAsync(() => repository.GetManifestAsync(tags[0], cancellationToken));
        tagged[tags[0]] = UnderTag?.Descriptor.Digest;
        foreach (var (tag, answer) in tags.Skip(1).Zip(others))
        {
            tagged[tag] = (await answer)?.Digest;
        }

        if (UnderTag is { } found && MediaTypes.IsManifest(found.Descriptor.MediaType))
        {
            var manifest = await AskAsync(() => Task.FromResult<ImageManifest?>(ImageManifest.Parse(found.Bytes, found.Descriptor.MediaType, $"the manifest under {References[0]}")));
            blobsUnderTag.UnionWith(manifest is null ? [] : manifest.Layers.Append(manifest.Config).Select(blob => blob.Digest));
        }
    }

    public Task<bool> HoldsAsync(FinishedImage image, CancellationToken cancellationToken)
        => Task.FromResult(tags.All(tag => LeadsTo(tag, image)));

    public async Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
        => blobsUnderTag.Contains(blob.Descriptor.Digest) ? BlobOutcome.Present : await SendMissingAsync(blob, cancellationToken);

    public async Task CommitAsync(FinishedImage image, CancellationToken cancellationToken)
    {
        foreach (var tag in tags.Where(tag => !LeadsTo(tag, image)))
        {
            try
            {
                await repository.PutManifestAsync(tag, image.Manifest, image.ManifestBytes, cancellationToken);
            }
            catch (ContainerizeException e) when (e.Code == ErrorCodes.RegistryAnswer && blobsUnderTag.Count > 0)
            {
                // The image under the tag may have been broken: its blobs cleared away, or never there.
                log.Detail($"{e.Message} Looking for every blob.");
                blobsUnderTag.Clear();
                foreach (var blob in image.Layers.Append(image.Config))
                {
                    await SendMissingAsync(blob, cancellationToken);
                }

                await repository.PutManifestAsync(tag, image.Manifest, image.ManifestBytes, cancellationToken);
            }
        }
    }

    private bool LeadsTo(string tag, FinishedImage image) => tagged.GetValueOrDefault(tag) == image.Manifest.Digest;

    /// <summary>What cannot be read under a tag is no obstacle to writing it: some may push but not pull, and a damaged image is to be replaced.</summary>
    private async Task<T?> AskAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (ContainerizeException e) when (
            e.Code == ErrorCodes.RegistryDenied || e.Code == ErrorCodes.RegistryAnswer || e.Code == ErrorCodes.AnswerTooLarge || e.Code == ErrorCodes.DigestMismatch)
        {
            log.Detail($"Nothing is known of what {repository} has: {e.Message}");
            return null;
        }
    }

    private async Task<BlobOutcome> SendMissingAsync(ImageBlob blob, CancellationToken cancellationToken)
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
}
