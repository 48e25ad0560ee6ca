using System.Buffers;

namespace Containerize.Layers;

/// <summary>A stream whose bytes land in a buffer writer.</summary>
internal sealed class BufferWriterStream : WriteOnlyStream
{
    private readonly IBufferWriter<byte> writer;

    public BufferWriterStream(IBufferWriter<byte> writer) => this.writer = writer;

    public override void Write(ReadOnlySpan<byte> buffer) => writer.Write(buffer);
}
