using System.Buffers;

namespace Containerize.Layers;

/// <summary>A buffer that grows, on arrays that are lent and given back: blocks come by the thousand, and each is too large for the young generation.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] array;

    /// <param name="capacity">What will most likely be enough.</param>
    public PooledBuffer(int capacity) => array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public Span<byte> Written => array.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    /// <summary>Takes back what was written last.</summary>
    /// <param name="length">What is left, in bytes.</param>
    public void Shorten(int length) => Length = length;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return array.AsSpan(Length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(array);
        array = [];
        Length = 0;
    }

    private void Reserve(int more)
    {
        if (array.Length - Length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(array.Length * 2, Length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(array);
        array = larger;
    }
}
