using Containerize.Diagnostics;

namespace Containerize.Registries;

/// <summary>Reads bodies that must be small, however long the other side says or makes them.</summary>
internal static class BoundedRead
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AnswerTooLarge"/>.</exception>
    public static async Task<byte[]> BytesAsync(HttpResponseMessage answer, int limit, CancellationToken cancellationToken)
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
        }

        return read.ToArray();
    }

    private static ContainerizeException TooLarge(HttpResponseMessage answer, int limit) => new(
        ErrorCodes.AnswerTooLarge,
        $"Reading from {answer.RequestMessage?.RequestUri?.Authority}: the answer is longer than {ByteSize.Format(limit)}, which no sound registry sends here.");
}
