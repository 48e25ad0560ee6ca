using System.Security.Cryptography;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>A blob on its way from a registry. Reading its end proves it: too short, too long or another digest is an error, never an end.</summary>
internal sealed class VerifyingStream : Stream
{
    private readonly HttpResponseMessage answer;
    private readonly Stream body;
    private readonly Descriptor expected;
    private readonly string doing;
    private readonly TransferCounts counts;
    private readonly StallWatch watch;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long read;

    /// <param name="watch">Disposed with this stream, like the answer.</param>
    public VerifyingStream(HttpResponseMessage answer, Stream body, Descriptor expected, string doing, TransferCounts counts, StallWatch watch)
    {
        this.answer = answer;
        this.body = body;
        this.expected = expected;
        this.doing = doing;
        this.counts = counts;
        this.watch = watch;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => expected.Size;

    public override long Position
    {
        get => read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int count;
        try
        {
            count = await body.ReadAsync(buffer, watch.Token);
        }
        catch (OperationCanceledException) when (watch.HasStalled)
        {
            throw RegistryErrors.OfStall(doing, answer.RequestMessage!.RequestUri!.Authority, watch.Limit);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new ContainerizeException(ErrorCodes.RegistryUnreachable, $"{doing}: the connection broke after {ByteSize.Format(read)} of {ByteSize.Format(expected.Size)}. Publish again.", e);
        }

        watch.Alive();
        if (count == 0)
        {
            RequireWhole();
            return 0;
        }

        read += count;
        counts.AddReceived(count);
        hash.AppendData(buffer.Span[..count]);
        return read <= expected.Size ? count : throw Wrong($"more than the {expected.Size} bytes it should have");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            answer.Dispose();
            watch.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void RequireWhole()
    {
        if (read != expected.Size)
        {
            throw Wrong($"{read} bytes where {expected.Size} were announced");
        }

        if (Digest.FromHash(hash.GetCurrentHash()) is var actual && actual != expected.Digest)
        {
            throw Wrong($"content with the digest {actual}");
        }
    }

    private ContainerizeException Wrong(string what)
        => new(ErrorCodes.DigestMismatch, $"{doing}: for {expected.Digest} the registry sent {what}. It was not used.");
}
