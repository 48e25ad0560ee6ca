using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Uploads;
using Containerize.Storage;

namespace Containerize.Destinations;

/// <summary>
/// A repository of a registry. Only what it lacks is sent, and what the images under the tag have is not even asked for; images of an index
/// come before the index, tags are written last, and only those that do not lead there yet.
/// </summary>
internal sealed class RegistryDestination : IImageDestination
{
    /// <summary>Bytes: to send so many takes no longer than to ask whether they are there.</summary>
    private const long Little = 256 * 1024;

    private readonly RegistryRepository repository;
    private readonly IReadOnlyList<string> tags;
    private readonly IPublishLog log;
    private readonly TaggedContent known;
    private readonly BlobHolders holders;
    private readonly Lock gate = new();
    private volatile Task? firstLook;
    private volatile bool hasMounted;

    /// <param name="cache">Remembers which repositories of the registry have a blob.</param>
    public RegistryDestination(RegistryRepository repository, IReadOnlyList<string> tags, ContentStore cache, TimeProvider clock, IPublishLog log)
    {
        this.repository = repository;
        this.tags = tags;
        this.log = log;
        known = new TaggedContent(repository, log);
        holders = new BlobHolders(cache, repository, clock);
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
        return known.Has(blob.Descriptor.Digest) ? NotePresent(blob) : await SendMissingAsync(blob, mayMount: true, cancellationToken);
    }

    public async Task<CommitReport> CommitAsync(ImageSet images, CancellationToken cancellationToken)
    {
        try
        {
            await PutManifestsAsync(images, cancellationToken);
            return CommitReport.AsPut;
        }
        catch (ContainerizeException e) when (e.Code == ErrorCodes.RegistryAnswer && (!known.IsEmpty || hasMounted))
        {
            // The image under the tag may have been broken: its blobs cleared away, or never there. Or a mount was granted of what is not there.
            log.Detail($"{e.Message} Looking for every blob.");
            known.Forget();
            var again = new Dictionary<Digest, BlobOutcome>();
            foreach (var blob in images.Blobs)
            {
                again[blob.Descriptor.Digest] = await SendMissingAsync(blob, mayMount: !hasMounted, cancellationToken);
            }

            await PutManifestsAsync(images, cancellationToken);
            return CommitReport.AsPut with { SentAgain = again };
        }
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

    /// <summary>Another repository of the same registry that has the blob, or had it when last seen.</summary>
    private string? FindMountSource(ImageBlob blob)
        => blob.Sources.FirstOrDefault(source => source.Registry == repository.Registry && repository.MayMountFrom(source.Repository))?.Repository
            ?? (IsShared(blob) ? holders.Find(blob.Descriptor.Digest) : null);

    /// <summary>A configuration is of one image.</summary>
    private static bool IsShared(ImageBlob blob) => blob.Descriptor.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig);

    private async Task<BlobOutcome> SendMissingAsync(ImageBlob blob, bool mayMount, CancellationToken cancellationToken)
    {
        if (blob.IsFresh && known.IsEmpty && firstLook is { } look)
        {
            // It may be that the repository is new, and then nothing needs to be asked for.
            await look.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var isNew = known.IsNew;
        if (!isNew && !IsLikelyNew(blob) && await LookForAsync(blob, cancellationToken))
        {
            return NotePresent(blob);
        }

        if (!IsShared(blob))
        {
            return await UploadAsync(blob, isNew, UploadPlace.None, cancellationToken);
        }

        var first = mayMount ? FindMountSource(blob) : null;
        var outcome = await TryMountAsync(blob, first, cancellationToken);

        // Where it is granted, or an upload is open, there is nothing to wait for.
        var maySaveSending = mayMount && repository.MayMount && outcome is { IsMounted: false, Place.Location: null };
        using var turn = maySaveSending ? await holders.AwaitSendersAsync(blob, cancellationToken) : null;
        // Also without a turn: who waited for it in vain may find now what it waited for.
        if (maySaveSending && FindMountSource(blob) is { } second && second != first)
        {
            outcome = await TryMountAsync(blob, second, cancellationToken);
        }

        if (outcome.IsMounted)
        {
            hasMounted = true;
            holders.Add(blob.Descriptor.Digest);
            return BlobOutcome.Mounted;
        }

        var uploaded = await UploadAsync(blob, isNew, outcome.Place, cancellationToken);
        holders.Set(blob.Descriptor.Digest);
        return uploaded;
    }

    private Task<bool> LookForAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var looking = AskAsync();
            firstLook ??= looking;
            return looking;
        }

        async Task<bool> AskAsync()
        {
            if (await repository.HasBlobAsync(blob.Descriptor, cancellationToken))
            {
                return true;
            }

            await known.LearnWhetherNewAsync(cancellationToken);
            return false;
        }
    }

    /// <summary>
    /// An image is under the tag, what was changed since is not in it, and to ask whether another image has that would cost a round trip. Where one has, a
    /// little is sent again.
    /// </summary>
    private bool IsLikelyNew(ImageBlob blob) => blob.IsFresh && blob.Descriptor.Size <= Little && !known.IsEmpty;

    /// <summary>It is here, and whoever wants it next may mount it.</summary>
    private BlobOutcome NotePresent(ImageBlob blob)
    {
        if (IsShared(blob))
        {
            holders.Add(blob.Descriptor.Digest);
        }

        return BlobOutcome.Present;
    }

    private Task<MountOutcome> TryMountAsync(ImageBlob blob, string? source, CancellationToken cancellationToken)
        => source is null
            ? Task.FromResult(MountOutcome.Refused(UploadPlace.None))
            : repository.MountBlobAsync(blob.Descriptor, source, cancellationToken);

    /// <param name="isNew">Whether the repository is; then nothing was asked for, and an earlier publish that came no further may have sent it.</param>
    private async Task<BlobOutcome> UploadAsync(ImageBlob blob, bool isNew, UploadPlace place, CancellationToken cancellationToken)
    {
        if (isNew && place.Location is null)
        {
            var found = await repository.FindOrOpenUploadAsync(blob.Descriptor, cancellationToken);
            if (found.IsMounted)
            {
                hasMounted = true;
                return BlobOutcome.Present;
            }

            place = found.Place;
        }

        log.Detail($"Pushing {blob.WhatItIs} ({ByteSize.Format(blob.Descriptor.Size)}) to {repository}");
        await repository.UploadBlobAsync(blob.Descriptor, blob.WhatItIs, place, blob.OpenAsync, cancellationToken);
        return BlobOutcome.Uploaded;
    }
}
