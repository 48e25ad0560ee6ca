using System.Net;
using System.Net.Http.Headers;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries.Authentication;
using Containerize.Registries.Connections;
using Containerize.Registries.Uploads;

namespace Containerize.Registries;

/// <summary>One repository of a registry: its manifests and blobs (OCI distribution spec 1.1).</summary>
internal sealed class RegistryRepository(RegistryConnection connection, UploadTraffic traffic, string repository, RegistryAccess access)
{
    /// <summary>The limit that the distribution spec names for manifests.</summary>
    private const int LargestManifest = 4 * 1024 * 1024;

    /// <summary>Bytes of a blob that is read into memory: a configuration.</summary>
    public const long LargestReadWhole = 16 * 1024 * 1024;

    private readonly AuthScope scope = new(repository, access);

    public string Registry => connection.Registry;

    public string Name => scope.Repository;

    /// <summary>Who pushes here, as far as the registry has asked: a user, or where a token is from. Empty where nobody was asked.</summary>
    public string Login => connection.LoginOf(scope);

    /// <summary>For example <c>ghcr.io/acme/shop</c>.</summary>
    public override string ToString() => $"{Registry}/{Name}";

    /// <summary>What a tag or digest stands for, without its content; null when it is not there, or the registry does not say.</summary>
    public async Task<Descriptor?> HeadManifestAsync(string tagOrDigest, CancellationToken cancellationToken)
    {
        using var answer = await connection.SendAsync(ManifestRequest(HttpMethod.Head, tagOrDigest), cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await answer.RequireAsync(HttpStatusCode.OK);
        return Digest.TryParse(answer.Header("Docker-Content-Digest"), out var digest)
            && answer.Message.Content.Headers is { ContentType.MediaType: { } mediaType, ContentLength: { } length }
                ? new Descriptor(mediaType, digest, length)
                : null;
    }

    /// <summary>A manifest or index; null when it is not there.</summary>
    /// <exception cref="ContainerizeException">The content is too large, or not what the digest says.</exception>
    public Task<FetchedManifest?> GetManifestAsync(string tagOrDigest, CancellationToken cancellationToken)
        => ReadAsync(ManifestRequest(HttpMethod.Get, tagOrDigest), async answer =>
        {
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            await answer.RequireAsync(HttpStatusCode.OK);
            var bytes = await answer.ReadAsync(LargestManifest);
            connection.Counts.AddReceived(bytes.Length);
            var digest = Digest.Of(bytes);
            if (Digest.TryParse(tagOrDigest, out var asked) && asked != digest)
            {
                throw new ContainerizeException(
                    ErrorCodes.DigestMismatch,
                    $"Reading {Named(tagOrDigest)}: the registry sent content with the digest {digest}. It was not used.");
            }

            return new FetchedManifest(new Descriptor(answer.Message.Content.Headers.ContentType?.MediaType ?? string.Empty, digest, bytes.Length), bytes);
        }, cancellationToken);

    /// <returns>The digest of the subject that the registry has listed the manifest under (<c>OCI-Subject</c>); null where it keeps no such lists.</returns>
    public async Task<Digest?> PutManifestAsync(string tagOrDigest, Descriptor descriptor, byte[] bytes, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Put, $"manifests/{tagOrDigest}", $"Pushing the manifest to {Named(tagOrDigest)}") with
        {
            Body = _ =>
            {
                var content = new ByteArrayContent(bytes);
                content.Headers.ContentType = new MediaTypeHeaderValue(descriptor.MediaType);
                return Task.FromResult<HttpContent>(content);
            },
        };
        using var answer = await connection.SendAsync(request, cancellationToken);
        await answer.RequireAsync(HttpStatusCode.Created);
        connection.Counts.AddSent(bytes.Length);
        return Digest.TryParse(answer.Header("OCI-Subject"), out var subject) ? subject : null;
    }

    /// <summary>The registry's own list of what refers to an image (distribution spec, "Listing Referrers"); null where it keeps none.</summary>
    public Task<ImageIndex?> GetReferrersAsync(Digest subject, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, $"referrers/{subject}", $"Listing what refers to {Named(subject.ToString())}") with
        {
            Accept = [MediaTypes.OciIndex],
        };
        return ReadAsync(request, async answer =>
        {
            if (answer.StatusCode == HttpStatusCode.NotFound || answer.Message.Content.Headers.ContentType?.MediaType != MediaTypes.OciIndex)
            {
                return null;
            }

            await answer.RequireAsync(HttpStatusCode.OK);
            return ImageIndex.Parse(await answer.ReadAsync(LargestManifest), MediaTypes.OciIndex, $"the referrers of {Named(subject.ToString())}");
        }, cancellationToken);
    }

    public async Task<bool> HasBlobAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Head, $"blobs/{blob.Digest}", $"Looking for blob {blob.Digest} in {this}");
        using var answer = await connection.SendAsync(request, cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                return answer.Message.Content.Headers.ContentLength is not { } length || length == blob.Size;
            case HttpStatusCode.NotFound:
                return false;
            default:
                // Neither there nor absent: to upload on an answer like 403 would only hide the real trouble.
                throw await answer.ToErrorAsync();
        }
    }

    /// <summary>
    /// Whether the registry knows the repository (distribution spec, "Listing Tags"). One that nothing was tagged in yet may have blobs all the same.
    /// </summary>
    public async Task<bool> IsKnownAsync(CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, "tags/list?n=1", $"Looking for {this}") with { IsWish = true };
        using var answer = await connection.SendAsync(request, cancellationToken);
        return answer.StatusCode != HttpStatusCode.NotFound;
    }

    /// <summary>
    /// Opens an upload unless the blob is here. To mount from the very repository asks for both at once, where the registry mounts at all; where it does not,
    /// nothing is said of the blob.
    /// </summary>
    public async Task<MountOutcome> FindOrOpenUploadAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        if (!traffic.Mounts.AreHarmless)
        {
            return MountOutcome.Refused(UploadPlace.None);
        }

        var outcome = await AskToMountAsync(blob, Name, cancellationToken);
        if (outcome is { IsMounted: false, Place.Location: null })
        {
            traffic.Mounts.Learn(Name, outcome);
        }

        return outcome;
    }

    /// <summary>Whether mounts are worth anything, as far as the registry has shown.</summary>
    public bool MayMount => traffic.Mounts.MayMount;

    /// <summary>Whether a mount from there is worth a request: not where the registry has shown that it will not be granted.</summary>
    public bool MayMountFrom(string repository) => repository != Name && traffic.Mounts.MayAsk(repository);

    /// <summary>Asks the registry to take a blob from another of its repositories.</summary>
    public async Task<MountOutcome> MountBlobAsync(Descriptor blob, string fromRepository, CancellationToken cancellationToken)
    {
        var outcome = await AskToMountAsync(blob, fromRepository, cancellationToken);
        traffic.Mounts.Learn(fromRepository, outcome);
        return outcome;
    }

    private async Task<MountOutcome> AskToMountAsync(Descriptor blob, string fromRepository, CancellationToken cancellationToken)
    {
        var isOwn = fromRepository == Name;
        var request = Request(
            HttpMethod.Post,
            $"blobs/uploads/?mount={Uri.EscapeDataString(blob.Digest.ToString())}&from={Uri.EscapeDataString(fromRepository)}",
            $"Mounting blob {blob.Digest} from {fromRepository} into {this}") with
        {
            Scope = isOwn ? scope : scope with { MountFrom = fromRepository },
            Body = RegistryRequest.NoBody,
            IsWish = isOwn,
        };
        try
        {
            using var answer = await connection.SendAsync(request, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.Created => MountOutcome.Mounted,
                HttpStatusCode.Accepted => MountOutcome.Refused(UploadPlace.Of(answer.Message, connection.Root)),
                _ => MountOutcome.Refused(UploadPlace.None),
            };
        }
        catch (ContainerizeException e) when (e.Code == ErrorCodes.RegistryUnauthorized || e.Code == ErrorCodes.RegistryDenied)
        {
            // Some token services refuse the second scope outright. It was a wish, and the blob can be sent instead.
            return MountOutcome.Refused(UploadPlace.None);
        }
    }

    /// <summary>Uploads a blob, in one piece if it can be.</summary>
    /// <param name="place">Where a refused mount said to upload to.</param>
    /// <param name="open">Opens the bytes; called again for each attempt.</param>
    public Task UploadBlobAsync(
        Descriptor blob, string whatItIs, UploadPlace place, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var order = new UploadOrder(connection, traffic, scope, blob, $"Pushing {whatItIs} to {this}", open);
        return new BlobUpload(order, connection.NewAttempts(order.Doing)).RunAsync(place, cancellationToken);
    }

    /// <summary>A blob's bytes as they arrive; the stream fails at its end if they are not what the descriptor says.</summary>
    public async Task<Stream> OpenBlobAsync(Descriptor blob, string whatItIs, CancellationToken cancellationToken)
    {
        var answer = await connection.SendAsync(BlobRequest(blob, whatItIs), cancellationToken);
        try
        {
            return await VerifyAsync(answer, blob);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of a blob that is meant to be read whole, such as a configuration; verified.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AnswerTooLarge"/>: past 16 MiB, no sound configuration.</exception>
    public async Task<byte[]> ReadBlobAsync(Descriptor blob, string whatItIs, CancellationToken cancellationToken)
    {
        if (blob.Size > LargestReadWhole)
        {
            throw new ContainerizeException(ErrorCodes.AnswerTooLarge, $"Reading {whatItIs}: it says to be {ByteSize.Format(blob.Size)} long.");
        }

        return await ReadAsync(BlobRequest(blob, whatItIs), async answer =>
        {
            await using var stream = await VerifyAsync(answer, blob);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory, cancellationToken);
            return memory.ToArray();
        }, cancellationToken);
    }

    /// <summary>Asks, and reads the answer; both again where the connection breaks in its middle.</summary>
    private async Task<T> ReadAsync<T>(RegistryRequest request, Func<RegistryAnswer, Task<T>> readAsync, CancellationToken cancellationToken)
    {
        var attempts = connection.NewAttempts(request.Doing);
        var isReading = false;
        return await attempts.RunAsync(
            async () =>
            {
                // Where there is no answer, the connection has done all there was to do.
                isReading = false;
                using var answer = await connection.SendAsync(request with { PartOf = attempts }, cancellationToken);
                isReading = true;
                return await readAsync(answer);
            },
            failure => isReading && failure is ContainerizeException { Code: var code } && code == ErrorCodes.RegistryUnreachable,
            cancellationToken);
    }

    private async Task<Stream> VerifyAsync(RegistryAnswer answer, Descriptor blob)
    {
        await answer.RequireAsync(HttpStatusCode.OK);
        return new VerifyingStream(answer, await answer.Message.Content.ReadAsStreamAsync(answer.Watch.Token), blob, connection.Counts);
    }

    private string Named(string tagOrDigest) => tagOrDigest.Contains(':', StringComparison.Ordinal) ? $"{this}@{tagOrDigest}" : $"{this}:{tagOrDigest}";

    private RegistryRequest ManifestRequest(HttpMethod method, string tagOrDigest)
        => Request(method, $"manifests/{tagOrDigest}", $"{(method == HttpMethod.Head ? "Looking for" : "Reading")} {Named(tagOrDigest)}") with
        {
            Accept = MediaTypes.Manifests,
        };

    private RegistryRequest BlobRequest(Descriptor blob, string whatItIs) => Request(HttpMethod.Get, $"blobs/{blob.Digest}", $"Reading {whatItIs} from {this}");

    private RegistryRequest Request(HttpMethod method, string path, string doing)
        => new(method, $"/v2/{Name}/{path}") { Doing = doing, Scope = scope };
}
