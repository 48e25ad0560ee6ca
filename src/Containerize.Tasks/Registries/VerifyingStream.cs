using System.Security.Cryptography;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries.Connections;

namespace Containerize.Registries;

/// <summary>A blob on its way from a registry. Reading its end proves it: too short, too long or another digest is an error, never an end.</summary>
/// <param name="answer">Disposed with this stream.</param>
internal sealed class VerifyingStream(RegistryAnswer answer, Stream body, Descriptor expected, TransferCounts counts) : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StallWatch watch = answer.Watch;
    private long read;

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
            count = await ReadWatchedAsync(buffer, cancellationToken);
        }
        catch (OperationCanceledException) when (watch.HasStalled)
        {
            throw RegistryErrors.OfStall(answer.Doing, answer.Message.RequestMessage!.RequestUri!.Authority, watch.Limit);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new ContainerizeException(
                ErrorCodes.RegistryUnreachable,
                $"{answer.Doing}: the connection broke after {ByteSize.Format(read)} of {ByteSize.Format(expected.Size)}. Publish again.",
                e);
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
            hash.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Heeds who asked for the blob and who reads now, mostly the same.</summary>
    private async ValueTask<int> ReadWatchedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || cancellationToken == watch.Caller)
        {
            return await body.ReadAsync(buffer, watch.Token);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(watch.Token, cancellationToken);
        return await body.ReadAsync(buffer, either.Token);
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
        => new(ErrorCodes.DigestMismatch, $"{answer.Doing}: for {expected.Digest} the registry sent {what}. It was not used.");
}
