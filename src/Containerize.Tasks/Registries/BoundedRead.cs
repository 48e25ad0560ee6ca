using Containerize.Diagnostics;

namespace Containerize.Registries;

/// <summary>Reads bodies that must be small, however long the other side says or makes them.</summary>
internal static class BoundedRead
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AnswerTooLarge"/>.</exception>
    /// <exception cref="IOException">The answer broke off.</exception>
    public static Task<byte[]> BytesAsync(HttpResponseMessage answer, int limit, CancellationToken cancellationToken)
        => BytesAsync(answer, limit, () => { }, cancellationToken);

    /// <summary>However slowly it comes: only silence ends it.</summary>
    /// <param name="watch">Told of every piece.</param>
    public static Task<byte[]> BytesAsync(HttpResponseMessage answer, int limit, StallWatch watch)
        => BytesAsync(answer, limit, watch.Alive, watch.Token);

    private static async Task<byte[]> BytesAsync(HttpResponseMessage answer, int limit, Action alive, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength > limit)
        {
            throw TooLarge(answer, limit);
        }

        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (read.Length + count > limit)
            {
                throw TooLarge(answer, limit);
            }

            read.Write(buffer, 0, count);
            alive();
        }

        return read.ToArray();
    }

    private static ContainerizeException TooLarge(HttpResponseMessage answer, int limit) => new(
        ErrorCodes.AnswerTooLarge,
        $"Reading from {answer.RequestMessage?.RequestUri?.Authority}: the answer is longer than {ByteSize.Format(limit)}, which no sound registry "
            + "sends here.");
}
