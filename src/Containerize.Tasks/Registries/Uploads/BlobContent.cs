using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Containerize.Registries.Uploads;

/// <summary>A blob, or a chunk of one, as a request body: streamed, its length told beforehand, every piece reported.</summary>
internal sealed class BlobContent : HttpContent
{
    private const int PieceSize = 64 * 1024;

    private readonly Stream blob;
    private readonly long size;
    private readonly Action<int> moved;

    /// <param name="blob">Disposed with this content.</param>
    /// <param name="size">Bytes in it.</param>
    /// <param name="moved">Called with the length of each piece that the network took.</param>
    public BlobContent(Stream blob, long size, Action<int> moved)
    {
        this.blob = blob;
        this.size = size;
        this.moved = moved;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (int read; (read = await blob.ReadAsync(buffer.AsMemory(0, PieceSize), cancellationToken)) > 0;)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                moved(read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            blob.Dispose();
        }

        base.Dispose(disposing);
    }
}
