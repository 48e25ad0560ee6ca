using System.Buffers;
using System.Globalization;
using System.Net;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries.Connections;

namespace Containerize.Registries.Uploads;

/// <summary>
/// A blob in chunks (distribution spec, "Pushing a blob in chunks"), for registries, or proxies before them, that do not take it in one piece. Each
/// chunk is in memory while it is sent, so one that fails is sent again from where the registry says it stands.
/// </summary>
internal sealed class ChunkedUpload(UploadOrder order, Attempts attempts)
{
    private readonly RegistryConnection connection = order.Connection;
    private readonly BodyLimit bodies = order.Traffic.Bodies;
    private readonly Descriptor blob = order.Blob;
    private int breaks;

    /// <returns>False when the session is lost and another may be opened.</returns>
    public async Task<bool> TryAsync(UploadPlace place, CancellationToken cancellationToken)
    {
        var least = Math.Max(place.LeastChunk, order.Traffic.LeastChunk);
        var size = (int)Math.Clamp(Math.Max(least, Math.Min(bodies.Chunk, bodies.Largest)), BodyLimit.Least, UploadHabits.LongestChunk);
        var chunk = ArrayPool<byte>.Shared.Rent(size);
        var done = 0L;
        try
        {
            await using var content = await order.Open(cancellationToken);
            while (done < blob.Size)
            {
                var length = await content.ReadAtLeastAsync(chunk.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken);
                if (length == 0)
                {
                    throw new ContainerizeException(
                        ErrorCodes.CacheUnusable,
                        $"{order.Doing}: there are {done} bytes where {blob.Size} were announced. Publish again.");
                }

                if (await SendChunkAsync(place, new ArraySegment<byte>(chunk, 0, length), done, cancellationToken) is not { Location: not null } next)
                {
                    order.Traffic.Progress.Moved(-done);
                    return false;
                }

                place = next;
                done += length;
                attempts.Advance(done);
            }

            if (await FinishAsync(place, cancellationToken))
            {
                return true;
            }

            order.Traffic.Progress.Moved(-done);
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Sends a chunk, in as many requests as it takes.</summary>
    /// <param name="start">Where in the blob it begins.</param>
    /// <returns>Where to go on; none when the session is lost.</returns>
    private async Task<UploadPlace> SendChunkAsync(UploadPlace place, ArraySegment<byte> chunk, long start, CancellationToken cancellationToken)
    {
        for (var done = 0; done < chunk.Count;)
        {
            var part = chunk.Slice(done, (int)Math.Min(chunk.Count - done, Math.Max(bodies.Largest, BodyLimit.Least)));
            Standing standing;
            var broke = false;
            try
            {
                standing = await SendPartAsync(place, part, start + done, cancellationToken);
            }
            catch (ContainerizeException e) when ((e.Code == ErrorCodes.RegistryUnreachable || RegistryErrors.IsLostIn(e, part.Count)) && attempts.MayReconnect)
            {
                broke = true;
                Learn(e, part.Count);
                await attempts.PauseBeforeReconnectAsync(e.Message, cancellationToken);
                standing = await AskAsync(place, cancellationToken);
            }

            var known = standing.Bytes - start;
            if (standing.Place.Location is null || known < 0 || known > chunk.Count)
            {
                // After a break that is the rule, and it was waited for already.
                return broke ? UploadPlace.None : await LoseAsync(cancellationToken);
            }

            order.Traffic.Progress.Moved(known - done);
            done = (int)known;
            place = standing.Place;
        }

        return place;
    }

    /// <summary>What broke may have been too long; then the session is tried with shorter parts, and that is a beginning, not another failure.</summary>
    private void Learn(ContainerizeException failure, long length)
    {
        if (!RegistryErrors.IsLostIn(failure, length))
        {
            return;
        }

        // Silence is dear: it counts for two.
        breaks += failure.Code == ErrorCodes.RegistryTimeout ? 2 : 1;
        if (bodies.Broke(length, breaks))
        {
            breaks = 0;
            attempts.BeginAnew();
        }
    }

    private async Task<Standing> SendPartAsync(UploadPlace place, ArraySegment<byte> part, long start, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Patch, place.Location!) with
        {
            AsksBeforeBody = true,
            Body = watch =>
            {
                var content = new BlobContent(new MemoryStream(part.Array!, part.Offset, part.Count, writable: false), part.Count, _ => watch.Alive());
                content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{start}-{start + part.Count - 1}"));
                return Task.FromResult<HttpContent>(content);
            },
        };
        using var answer = await connection.SendAsync(request, cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.Accepted or HttpStatusCode.NoContent or HttpStatusCode.Created:
                connection.Counts.AddSent(part.Count);
                bodies.Took(part.Count);
                breaks = 0;
                return await AcceptedAsync(answer, place, start, part.Count, cancellationToken);
            case HttpStatusCode.RequestEntityTooLarge when part.Count > BodyLimit.Least:
                bodies.Refused(part.Count);
                return new Standing(place, start);
            case HttpStatusCode.RequestedRangeNotSatisfiable when attempts.MayReconnect:
                await attempts.PauseBeforeReconnectAsync("416, the registry stands elsewhere", cancellationToken);
                return await AskAsync(place, cancellationToken);
            case HttpStatusCode.NotFound when attempts.MayReconnect:
                await attempts.PauseBeforeReconnectAsync("404, the upload session is gone", cancellationToken);
                return Standing.None;
            case var status when attempts.MayFollow(status):
                await attempts.PauseAfterAsync(answer.Message, cancellationToken);
                return await AskAsync(place, cancellationToken);
            default:
                throw await answer.ToErrorAsync();
        }
    }

    /// <summary>A registry that says nothing of a range took it all. One that says it has no more than before is asked for patience, not for ever.</summary>
    private async Task<Standing> AcceptedAsync(RegistryAnswer answer, UploadPlace place, long start, int length, CancellationToken cancellationToken)
    {
        var end = start + length == 1 ? 1 : EndOf(answer) ?? start + length;
        if (end <= start)
        {
            await RequireRoomAsync("the registry took nothing of a chunk", cancellationToken);
        }

        return new Standing(Next(answer, place), end);
    }

    /// <summary>The session is of no use any more.</summary>
    private async Task<UploadPlace> LoseAsync(CancellationToken cancellationToken)
    {
        await RequireRoomAsync("the upload session is lost", cancellationToken);
        return UploadPlace.None;
    }

    private Task RequireRoomAsync(string why, CancellationToken cancellationToken) => attempts.MayReconnect
        ? attempts.PauseBeforeReconnectAsync(why, cancellationToken)
        : throw new ContainerizeException(
            ErrorCodes.RegistryAnswer,
            $"{order.Doing}: {connection.Registry} takes it neither whole nor in chunks: {why}, time and again.");

    /// <summary>Asks how far the session is (distribution spec, "GET upload status"); nothing where it is gone.</summary>
    private async Task<Standing> AskAsync(UploadPlace place, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, place.Location!) with { Repeatable = true, PartOf = attempts };
        using var answer = await connection.SendAsync(request, cancellationToken);
        return answer.StatusCode == HttpStatusCode.NoContent && EndOf(answer) is { } end ? new Standing(Next(answer, place), end) : Standing.None;
    }

    private async Task<bool> FinishAsync(UploadPlace place, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Put, place.For(blob.Digest)) with { Body = RegistryRequest.NoBody };
        try
        {
            using var answer = await connection.SendAsync(request, cancellationToken);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.Created:
                    return true;
                case var status when attempts.MayFollow(status):
                    await attempts.PauseAfterAsync(answer.Message, cancellationToken);
                    return false;
                case HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable when attempts.MayReconnect:
                    await attempts.PauseBeforeReconnectAsync($"{(int)answer.StatusCode} at the end of the upload", cancellationToken);
                    return false;
                default:
                    throw await answer.ToErrorAsync();
            }
        }
        catch (ContainerizeException e) when (e.Code == ErrorCodes.RegistryUnreachable && attempts.MayReconnect)
        {
            await attempts.PauseBeforeReconnectAsync(e.Message, cancellationToken);
            return false;
        }
    }

    private RegistryRequest Request(HttpMethod method, Uri address)
        => new(method, string.Empty) { Doing = order.Doing, Scope = order.Scope, Address = address, Repeatable = false };

    private UploadPlace Next(RegistryAnswer answer, UploadPlace place)
        => UploadPlace.Of(answer.Message, connection.Root) is { Location: { } location } ? place with { Location = location } : place;

    /// <summary>
    /// The number of bytes that a Range header <c>0-N</c> speaks of: N + 1. Nothing yet is <c>0-0</c> to some and <c>0--1</c> or no header to others.
    /// </summary>
    private static long? EndOf(RegistryAnswer answer)
    {
        if (!answer.Message.Headers.NonValidated.TryGetValues("Range", out var values))
        {
            return null;
        }

        var text = values.ToString();
        text = text.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) ? text["bytes=".Length..] : text;
        if (text == "0-0")
        {
            return 0;
        }

        return text.StartsWith("0-", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var last)
            && last >= -1
                ? last + 1
                : null;
    }

    /// <summary>Where an upload stands.</summary>
    /// <param name="Place">None when the session is lost.</param>
    /// <param name="Bytes">How many the registry has.</param>
    private sealed record Standing(UploadPlace Place, long Bytes)
    {
        public static Standing None { get; } = new(UploadPlace.None, 0);
    }
}
