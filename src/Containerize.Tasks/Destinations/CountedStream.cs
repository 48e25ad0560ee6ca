using Containerize.Host.Files;

namespace Containerize.Destinations;

/// <summary>Counts what is written through it.</summary>
/// <param name="inner">Not disposed.</param>
internal sealed class CountedStream(Stream inner) : WriteOnlyStream
{
    /// <summary>Bytes that the stream below has taken.</summary>
    public long Count { get; private set; }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        Count += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        Count += buffer.Length;
    }
}
