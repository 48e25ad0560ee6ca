using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>A blob as a request body: streamed, its length told beforehand, every piece counted and reported as a sign of life.</summary>
internal sealed class BlobContent : HttpContent
{
    private const int PieceSize = 256 * 1024;

    private readonly Stream blob;
    private readonly long size;
    private readonly TransferCounts counts;
    private readonly Action alive;

    /// <param name="blob">Disposed with this content.</param>
    /// <param name="alive">Called after each piece that the network took.</param>
    public BlobContent(Stream blob, Descriptor descriptor, TransferCounts counts, Action alive)
    {
        this.blob = blob;
        this.counts = counts;
        this.alive = alive;
        size = descriptor.Size;
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
                counts.AddSent(read);
                alive();
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
