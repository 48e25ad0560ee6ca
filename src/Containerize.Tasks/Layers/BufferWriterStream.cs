using System.Buffers;
using Containerize.Host.Files;

namespace Containerize.Layers;

/// <summary>A stream whose bytes land in a buffer writer.</summary>
internal sealed class BufferWriterStream(IBufferWriter<byte> writer) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => writer.Write(buffer);
}
