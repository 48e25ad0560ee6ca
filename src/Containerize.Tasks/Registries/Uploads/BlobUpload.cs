using System.Net;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries.Connections;

namespace Containerize.Registries.Uploads;

/// <summary>
/// One blob on its way into a repository: in one piece, and where that is too much for the registry or something before it, in chunks
/// (distribution spec, "Pushing blobs").
/// </summary>
internal sealed class BlobUpload(UploadOrder order, Attempts attempts)
{
    private readonly RegistryConnection connection = order.Connection;
    private readonly BodyLimit bodies = order.Traffic.Bodies;
    private readonly Descriptor blob = order.Blob;
    private readonly ChunkedUpload chunks = new(order, attempts);
    private bool wholeWasRefused;
    private int breaks;

    private bool NeedsChunks => wholeWasRefused || blob.Size > bodies.Largest;

    /// <param name="place">Where a refused mount said to upload to.</param>
    /// <exception cref="ContainerizeException">The registry cannot be brought to take the blob.</exception>
    public async Task RunAsync(UploadPlace place, CancellationToken cancellationToken)
    {
        await order.Traffic.Gate.EnterAsync(cancellationToken);
        try
        {
            order.Traffic.Progress.Expect(blob.Size);
            // Not the loop of Attempts: here each failure changes what is tried next, and some (413, 416) say how and are none.
            while (!await TryAsync(place, cancellationToken))
            {
                // A session that a broken request leaves behind is dead in some registries: a new one is opened instead.
                place = UploadPlace.None;
            }

            order.Traffic.Gate.WentWell();
        }
        catch (ContainerizeException e) when (e.Code == ErrorCodes.RegistryUnreachable && RegistryErrors.IsLost(e))
        {
            throw RegistryErrors.OfLostUploads(e, order.Doing, connection.Registry, NeedsChunks ? Math.Min(bodies.Largest, bodies.Chunk) : null);
        }
        finally
        {
            order.Traffic.Gate.Leave();
        }
    }

    private async Task<bool> TryAsync(UploadPlace place, CancellationToken cancellationToken)
    {
        if (place.Location is null)
        {
            place = await StartAsync(cancellationToken);
        }

        if (NeedsChunks)
        {
            return await TryInChunksAsync(place, cancellationToken);
        }

        var sent = 0L;
        var request = new RegistryRequest(HttpMethod.Put, string.Empty)
        {
            Doing = order.Doing,
            Scope = order.Scope,
            Address = place.For(blob.Digest),
            AsksBeforeBody = true,
            Body = async watch => new BlobContent(await order.Open(watch.Token), blob.Size, read =>
            {
                sent += read;
                order.Traffic.Sent(read);
                watch.Alive();
            }),
            Repeatable = false,
        };
        try
        {
            using var answer = await connection.SendAsync(request, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                bodies.Took(blob.Size);
                return true;
            }

            await PrepareAnotherAsync(answer, cancellationToken);
        }
        catch (ContainerizeException e) when ((e.Code == ErrorCodes.RegistryUnreachable || RegistryErrors.IsLostIn(e, blob.Size)) && attempts.MayReconnect)
        {
            if (RegistryErrors.IsLostIn(e, blob.Size))
            {
                ByBreaks();
            }

            await attempts.PauseBeforeReconnectAsync(e.Message, cancellationToken);
        }

        order.Traffic.Progress.Moved(-sent);
        return false;
    }

    /// <summary>A body that gets lost once more than chance allows is perhaps too long, and from then on goes in shorter ones.</summary>
    private void ByBreaks()
    {
        if (bodies.Broke(blob.Size, ++breaks))
        {
            attempts.BeginAnew();
        }
    }

    private async Task<bool> TryInChunksAsync(UploadPlace place, CancellationToken cancellationToken)
    {
        try
        {
            return await chunks.TryAsync(place, cancellationToken);
        }
        catch (ContainerizeException e) when (breaks > 0 && !wholeWasRefused && e.Code == ErrorCodes.RegistryAnswer && attempts.MayReconnect)
        {
            // It was the network after all, and some registries take no chunks (Google's).
            bodies.WantsWholes();
            breaks = 0;
            await attempts.PauseBeforeReconnectAsync(e.Message, cancellationToken);
            return false;
        }
    }

    /// <summary>After an answer that is not the wanted one: waits, and changes what may help. What cannot be mended is thrown.</summary>
    private async Task PrepareAnotherAsync(RegistryAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            order.Traffic.Gate.WasTooMuch();
        }

        switch (answer.StatusCode)
        {
            case HttpStatusCode.RequestEntityTooLarge when blob.Size > BodyLimit.Least:
                bodies.Refused(blob.Size);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when !wholeWasRefused:
                wholeWasRefused = true;
                break;
            case HttpStatusCode.NotFound when attempts.MayReconnect:
                // The session is gone; a registry that loses it every time may take chunks only.
                await attempts.PauseBeforeReconnectAsync("404, the upload session is gone", cancellationToken);
                wholeWasRefused = attempts.Failures > 1;
                break;
            case var status when attempts.MayFollow(status):
                await attempts.PauseAfterAsync(answer.Message, cancellationToken);
                if (attempts.Failures > 1 && status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                {
                    // What stands before a registry may say so where the way behind it breaks (502), or takes too long (408, 504).
                    ByBreaks();
                }

                break;
            default:
                throw await answer.ToErrorAsync();
        }
    }

    private async Task<UploadPlace> StartAsync(CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Post, $"/v2/{order.Scope.Repository}/blobs/uploads/")
        {
            Doing = order.Doing,
            Scope = order.Scope,
            Body = RegistryRequest.NoBody,
            PartOf = attempts,
        };
        using var answer = await connection.SendAsync(request, cancellationToken);
        await answer.RequireAsync(HttpStatusCode.Accepted);
        return UploadPlace.Of(answer.Message, connection.Root) is { Location: not null } place
            ? place
            : throw new ContainerizeException(
                ErrorCodes.RegistryAnswer,
                $"{order.Doing}: {connection.Registry} opened an upload but gave no address to send it to that can be trusted.");
    }
}
