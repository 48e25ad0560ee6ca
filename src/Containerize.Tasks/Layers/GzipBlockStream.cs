using System.Buffers;
using System.IO.Compression;
using System.Threading.Channels;

namespace Containerize.Layers;

/// <summary>
/// Compresses what is written as a row of gzip members (RFC 1952, section 2.2: members follow one another), one per
/// <see cref="BlockSize"/> bytes, several at once. Where the blocks begin depends on the content's length alone, so neither the sizes
/// of the writes nor the number of cores shows in the result; a plain GZipStream's output depends on the former.
/// </summary>
internal sealed class GzipBlockStream : WriteOnlyStream
{
    public const int BlockSize = 256 * 1024;

    private readonly ZLibCompressionOptions options;
    private readonly Channel<Task<ArrayBufferWriter<byte>>> blocks;
    private readonly Task writing;
    private byte[] current = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int filled;
    private bool anyBlock;

    /// <param name="output">Gets the compressed bytes, in order, from another thread until <see cref="Finish"/> returns; not disposed.</param>
    /// <param name="level">zlib's levels, 0 (store) to 9.</param>
    public GzipBlockStream(Stream output, int level)
    {
        options = new ZLibCompressionOptions { CompressionLevel = level };
        blocks = Channel.CreateBounded<Task<ArrayBufferWriter<byte>>>(new BoundedChannelOptions(Environment.ProcessorCount * 2)
        {
            SingleReader = true,
            SingleWriter = true,
        });
        writing = Task.Run(() => WriteBlocksAsync(output));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var taken = Math.Min(buffer.Length, BlockSize - filled);
            buffer[..taken].CopyTo(current.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
            if (filled == BlockSize)
            {
                QueueBlock();
            }
        }
    }

    /// <summary>Compresses and writes what is left, and waits until all of it is out.</summary>
    public void Finish()
    {
        if (filled > 0 || !anyBlock)
        {
            QueueBlock();
        }

        // Complete() would throw if the writing task has failed; it is that failure that is wanted.
        blocks.Writer.TryComplete();
        writing.GetAwaiter().GetResult();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // After a failure, ends the writing task too: an abandoned one would keep the output busy.
            blocks.Writer.TryComplete();
            ((IAsyncResult)writing).AsyncWaitHandle.WaitOne();
            ArrayPool<byte>.Shared.Return(current);
            current = [];
        }

        base.Dispose(disposing);
    }

    private void QueueBlock()
    {
        anyBlock = true;
        var block = current;
        var length = filled;
        current = ArrayPool<byte>.Shared.Rent(BlockSize);
        filled = 0;
        var compression = Task.Run(() =>
        {
            var member = GzipMember.Of(block.AsSpan(0, length), options);
            ArrayPool<byte>.Shared.Return(block);
            return member;
        });
        if (!blocks.Writer.TryWrite(compression))
        {
            WaitForRoom(compression);
        }
    }

    /// <summary>The queue is full when compression is slower than reading; this is what bounds memory.</summary>
    private void WaitForRoom(Task<ArrayBufferWriter<byte>> compression)
    {
        try
        {
            blocks.Writer.WriteAsync(compression).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            // The output failed and the reader is gone; its exception is the one to show.
            writing.GetAwaiter().GetResult();
            throw;
        }
    }

    private async Task WriteBlocksAsync(Stream output)
    {
        try
        {
            await foreach (var block in blocks.Reader.ReadAllAsync())
            {
                output.Write((await block).WrittenSpan);
            }
        }
        catch (Exception e)
        {
            blocks.Writer.TryComplete(e);
            throw;
        }
    }
}
