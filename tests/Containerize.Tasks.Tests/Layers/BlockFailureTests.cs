using Containerize.Layers;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layers;

/// <summary>A disk that fills up while a layer is compressed: the reason reaches the caller, whenever it strikes, and nothing goes on behind.</summary>
public sealed class BlockFailureTests
{
    private const int Block = 256 * 1024;

    // The writing task fails at some moment of its own, so each length is tried often enough to meet every order of things.
    [Theory]
    [InlineData(1)]
    [InlineData(Block - 1)]
    [InlineData(Block)]
    [InlineData(2 * Block)]
    [InlineData((3 * Block) + 1)]
    public void The_outputs_own_failure_is_what_the_caller_sees(int length)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            using var output = new FailingStream(afterWrites: 0);
            using var gzip = new BlockStream(output, Block, new FreshBlocks(new GzipEncoding(1)));

            Should.Throw<IOException>(() =>
            {
                gzip.Write(new byte[length]);
                if (length >= Block)
                {
                    // A whole block is under way before the end is asked for, and its failure may come first.
                    output.HasFailed.Wait(TestContext.Current.CancellationToken);
                }

                gzip.Finish();
            }).Message.ShouldBe(FailingStream.Why);
        }
    }

    [Fact]
    public void A_failure_in_the_middle_is_seen_too()
    {
        using var output = new FailingStream(afterWrites: 3);
        using var gzip = new BlockStream(output, Block, new FreshBlocks(new GzipEncoding(1)));

        Should.Throw<IOException>(() =>
        {
            gzip.Write(new byte[20 * Block]);
            gzip.Finish();
        }).Message.ShouldBe(FailingStream.Why);
        output.Writes.ShouldBe(4);
    }

    [Fact]
    public void Disposed_without_an_end_it_stops_writing_before_it_returns()
    {
        var output = new CountingStream();
        using (var gzip = new BlockStream(output, Block, new FreshBlocks(new GzipEncoding(1))))
        {
            gzip.Write(new byte[3 * Block]);
        }

        output.IsClosedToWriters = true;
        output.WritesAfterClose.ShouldBe(0);
        // The head and three blocks; a tail would make a whole layer of what is none.
        output.Writes.ShouldBe(4);
    }

    [Fact]
    public void The_encoder_is_at_rest_when_a_failed_stream_is_gone()
    {
        // Takes so long to compress that blocks are under way when the output fails.
        var block = new byte[Block];
        var random = new Random(1);
        for (var i = 0; i < Block; i++)
        {
            block[i] = (byte)random.Next(16);
        }

        for (var attempt = 0; attempt < 5; attempt++)
        {
            var encoder = new WatchedEncoder();
            var begun = 0;
            using (var output = new FailingStream(afterWrites: 2))
            using (var stream = new BlockStream(output, Block, encoder))
            {
                Should.Throw<IOException>(() =>
                {
                    while (true)
                    {
                        begun++;
                        stream.Write(block);
                    }
                }).Message.ShouldBe(FailingStream.Why);
            }

            encoder.Encoded.ShouldBe(begun);
        }
    }

    private sealed class WatchedEncoder : IBlockEncoder
    {
        private readonly FreshBlocks blocks = new(new GzipEncoding(9));
        private int encoded;

        public LayerEncoding Encoding => blocks.Encoding;

        public int Encoded => Volatile.Read(ref encoded);

        public EncodedBlock Encode(ReadOnlySpan<byte> block)
        {
            var result = blocks.Encode(block);
            Interlocked.Increment(ref encoded);
            return result;
        }

        public void OnWritten(EncodedBlock block)
        {
        }
    }

    private sealed class FailingStream(int afterWrites) : MemoryStream
    {
        public const string Why = "No space left on device";

        public ManualResetEventSlim HasFailed { get; } = new();

        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Writes++ >= afterWrites)
            {
                HasFailed.Set();
                throw new IOException(Why);
            }
        }

        protected override void Dispose(bool disposing)
        {
            HasFailed.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class CountingStream : MemoryStream
    {
        public bool IsClosedToWriters { get; set; }

        public int Writes { get; private set; }

        public int WritesAfterClose { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            WritesAfterClose += IsClosedToWriters ? 1 : 0;
        }
    }
}
