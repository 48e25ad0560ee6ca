using System.Collections.Concurrent;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;

namespace Containerize.Destinations;

/// <summary>
/// What a repository is known to have, because its tags lead there. A registry takes a manifest only if it has what the manifest names; still it
/// may have lost some of it since, so this spares questions and proves nothing.
/// </summary>
internal sealed class TaggedContent(RegistryRepository repository, IPublishLog log)
{
    /// <summary>Of an index that is not ours no more images than this are looked at.</summary>
    private const int MostImages = 16;

    private readonly ConcurrentDictionary<string, Digest?> tagged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Digest, bool> content = new();
    private readonly Lock gate = new();
    private Task? lookingIntoIndex;
    private Task<bool>? asking;

    /// <summary>What is there now, under the first of the tags that leads to something; null when none does, or that cannot be told.</summary>
    public FetchedManifest? Earlier { get; private set; }

    /// <summary>The tag that <see cref="Earlier"/> is under, else the first.</summary>
    public string EarlierTag { get; private set; } = string.Empty;

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty => content.IsEmpty;

    /// <summary>Whether the registry was found not to know the repository: then there is no point in asking for one blob after the other.</summary>
    public bool IsNew => asking is { IsCompletedSuccessfully: true, Result: true };

    public bool LeadsTo(string tag, Digest digest) => tagged.GetValueOrDefault(tag) == digest;

    /// <summary>Whether a blob or an image is there.</summary>
    public bool Has(Digest digest) => content.ContainsKey(digest);

    /// <summary>It was wrong.</summary>
    public void Forget()
    {
        content.Clear();
        asking = Task.FromResult(false);
    }

    /// <summary>
    /// Finds out whether the repository is new, once. To be asked where a blob was missing, and not before: in some registries it takes longer the more tags
    /// there are, and who tags each commit has many.
    /// </summary>
    public Task LearnWhetherNewAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return asking ??= tagged.Values.All(digest => digest is null) ? AskWhetherNewAsync(cancellationToken) : Task.FromResult(false);
        }
    }

    private async Task<bool> AskWhetherNewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return !await repository.IsKnownAsync(cancellationToken);
        }
        catch (ContainerizeException e)
        {
            // It would only have saved requests.
            log.Detail($"Nothing is known of {repository}: {e.Message}");
            return false;
        }
    }

    /// <exception cref="ContainerizeException">The registry cannot be reached, or wants credentials that there are not.</exception>
    public async Task LookAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var others = tags.Skip(1).Select(tag => AskAsync(() => repository.HeadManifestAsync(tag, cancellationToken))).ToArray();
        EarlierTag = tags[0];
        Earlier = await AskAsync(() => repository.GetManifestAsync(tags[0], cancellationToken));
        tagged[tags[0]] = Earlier?.Descriptor.Digest;
        foreach (var (tag, answer) in tags.Skip(1).Zip(others))
        {
            tagged[tag] = (await answer)?.Digest;
        }

        // A tag for this very version is new each time; the image before is under one that moves.
        if (Earlier is null && tags.FirstOrDefault(tag => tagged[tag] is not null) is { } other)
        {
            EarlierTag = other;
            Earlier = await AskAsync(() => repository.GetManifestAsync(other, cancellationToken));
        }

        if (Earlier is { } found && MediaTypes.IsManifest(found.Descriptor.MediaType))
        {
            Remember(found);
        }
    }

    /// <summary>Where that is an index, its images say what is there; asked once, and only when there is something to put.</summary>
    public Task LookIntoIndexAsync(CancellationToken cancellationToken)
    {
        if (Earlier is not { } found || !MediaTypes.IsIndex(found.Descriptor.MediaType))
        {
            return Task.CompletedTask;
        }

        lock (gate)
        {
            return lookingIntoIndex ??= LookIntoAsync(found, cancellationToken);
        }
    }

    private async Task LookIntoAsync(FetchedManifest found, CancellationToken cancellationToken)
    {
        var index = Understand(() => ImageIndex.Parse(found.Bytes, found.Descriptor.MediaType, $"the index in {repository}"));
        var images = (index?.Images ?? []).Take(MostImages);
        await Task.WhenAll(images.Select(async image =>
        {
            if (await AskAsync(() => repository.GetManifestAsync(image.Digest.ToString(), cancellationToken)) is { } manifest)
            {
                Remember(manifest);
            }
        }));
    }

    private void Remember(FetchedManifest found)
    {
        if (Understand(() => ImageManifest.Parse(found.Bytes, found.Descriptor.MediaType, $"a manifest in {repository}")) is { } manifest)
        {
            content[found.Descriptor.Digest] = true;
            foreach (var blob in manifest.Layers.Append(manifest.Config))
            {
                content[blob.Digest] = true;
            }
        }
    }

    /// <summary>What cannot be read under a tag is no obstacle to writing it: some may push but not pull, and a damaged image is to be replaced.</summary>
    private async Task<T?> AskAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (ContainerizeException e) when (IsNoObstacle(e))
        {
            return null;
        }
    }

    private T? Understand<T>(Func<T> parse)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (ContainerizeException e) when (IsNoObstacle(e))
        {
            return null;
        }
    }

    private bool IsNoObstacle(ContainerizeException e)
    {
        ErrorCode[] harmless = [ErrorCodes.RegistryDenied, ErrorCodes.RegistryAnswer, ErrorCodes.AnswerTooLarge, ErrorCodes.DigestMismatch];
        if (!harmless.Contains(e.Code))
        {
            return false;
        }

        log.Detail($"Nothing is known of what {repository} has: {e.Message}");
        return true;
    }
}
