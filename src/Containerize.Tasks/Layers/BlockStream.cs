using System.Buffers;
using System.Threading.Channels;
using Containerize.Host.Files;

namespace Containerize.Layers;

/// <summary>
/// Compresses what is written in blocks, several at once. A block ends where it is full and at <see cref="Flush"/>, which depends on the
/// content alone, so neither the sizes of the writes nor the number of cores shows in the result.
/// </summary>
internal sealed class BlockStream : WriteOnlyStream
{
    private readonly Stream output;
    private readonly int blockSize;
    private readonly IBlockEncoder encoder;
    private readonly Channel<Task<EncodedBlock>> blocks;
    private readonly Task writing;
    private byte[] current;
    private int filled;
    private readonly List<WrittenBlock>? written;
    private long offset;
    private BlockSum sum = BlockSum.None;

    /// <param name="output">Gets the layer's bytes, in order, from another thread until <see cref="Finish"/> returns; not disposed.</param>
    /// <param name="blockSize">The most bytes in a block.</param>
    /// <param name="encoder">Called from several threads at once.</param>
    public BlockStream(Stream output, int blockSize, IBlockEncoder encoder)
    {
        this.output = output;
        this.blockSize = blockSize;
        this.encoder = encoder;
        written = encoder.Encoding.HasIndex ? [] : null;
        current = ArrayPool<byte>.Shared.Rent(blockSize);
        blocks = Channel.CreateBounded<Task<EncodedBlock>>(new BoundedChannelOptions(EncoderThreads.Most * 2)
        {
            SingleReader = true,
            SingleWriter = true,
        });
        writing = Task.Run(WriteBlocksAsync);
    }

    /// <summary>How many blocks there are until now, without one that has begun.</summary>
    public int Count { get; private set; }

    /// <summary>Where each of them lies, where the encoding has an index that tells of it. Complete after <see cref="Finish"/>.</summary>
    public IReadOnlyList<WrittenBlock> Written => written ?? [];

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var taken = Math.Min(buffer.Length, blockSize - filled);
            buffer[..taken].CopyTo(current.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
            if (filled == blockSize)
            {
                QueueBlock();
            }
        }
    }

    /// <summary>Ends the block, if one has begun.</summary>
    public override void Flush()
    {
        if (filled > 0)
        {
            QueueBlock();
        }
    }

    /// <summary>Compresses and writes what is left and what the layer ends with, and waits until all of it is out.</summary>
    public void Finish()
    {
        if (filled > 0 || Count == 0)
        {
            QueueBlock();
        }

        // Complete() would throw if the writing task has failed; it is that failure that is wanted.
        blocks.Writer.TryComplete();
        writing.GetAwaiter().GetResult();
        output.Write(encoder.Encoding.CreateTail(sum));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // After a failure, ends the writing task too: an abandoned one would keep the output busy.
            blocks.Writer.TryComplete();
            writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            ArrayPool<byte>.Shared.Return(current);
            current = [];
        }

        base.Dispose(disposing);
    }

    private void QueueBlock()
    {
        Count++;
        var block = current;
        var length = filled;
        current = ArrayPool<byte>.Shared.Rent(blockSize);
        filled = 0;
        var compression = EncoderThreads.EncodeAsync(encoder, block, length);
        if (!blocks.Writer.TryWrite(compression))
        {
            WaitForRoom(compression);
        }
    }

    /// <summary>The queue is full when compression is slower than reading; this is what bounds memory.</summary>
    private void WaitForRoom(Task<EncodedBlock> compression)
    {
        try
        {
            blocks.Writer.WriteAsync(compression).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            // The output failed and the reader is gone; its exception is the one to show.
            ((Task)compression).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            writing.GetAwaiter().GetResult();
            throw;
        }
    }

    private async Task WriteBlocksAsync()
    {
        try
        {
            output.Write(encoder.Encoding.Head);
            offset = encoder.Encoding.Head.Length;
            await foreach (var block in blocks.Reader.ReadAllAsync())
            {
                var encoded = await block;
                using (encoded.Bytes)
                {
                    output.Write(encoded.Bytes.Written);
                    encoder.OnWritten(encoded);
                    sum = sum.Then(encoded.Sum);
                    written?.Add(new WrittenBlock(offset, encoded.Bytes.Length, encoded.Hash));
                    offset += encoded.Bytes.Length;
                }
            }
        }
        catch (Exception e)
        {
            blocks.Writer.TryComplete(e);
            await LetGoAsync();
            throw;
        }
    }

    /// <summary>What was begun before a failure ends before the encoder does.</summary>
    private async Task LetGoAsync()
    {
        while (blocks.Reader.TryRead(out var block))
        {
            await ((Task)block).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
