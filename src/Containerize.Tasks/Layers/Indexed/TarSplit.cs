using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Containerize.Oci;
using Containerize.Tar;

namespace Containerize.Layers.Indexed;

/// <summary>
/// A tar without the content of its files, from which with the files the very same tar can be put together: a line of JSON for each piece of it, as
/// vbatts/tar-split writes them (<c>tar/storage/entry.go</c>). With each header stands what fills up the file before it.
/// </summary>
internal sealed class TarSplit
{
    private const int FileType = 1;
    private const int SegmentType = 2;

    private readonly ArrayBufferWriter<byte> lines = new();
    private TarEntry current;
    private ulong sum;
    private int padding;
    private int position;
    private bool isOpen;

    public void AddHeader(TarEntry entry, ReadOnlySpan<byte> header)
    {
        EndFile();
        AddSegment(header);
        (current, sum, isOpen) = (entry, 0, true);
        padding = TarHeader.PaddingAfter(entry.Size);
    }

    public void AddContent(ReadOnlySpan<byte> content) => sum = Crc64.Append(sum, content);

    /// <summary>The archive has ended, with its two blocks of zeros.</summary>
    public void Complete()
    {
        EndFile();
        AddSegment(TarStreamWriter.End);
    }

    public byte[] ToBytes() => lines.WrittenSpan.ToArray();

    private void EndFile()
    {
        if (!isOpen)
        {
            return;
        }

        isOpen = false;
        var entry = current;
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, sum);
        AddLine(json =>
        {
            json.WriteNumber("type", FileType);
            json.WriteString("name", entry.Path);
            if (entry.Size == 0)
            {
                json.WriteNull("payload");
                return;
            }

            json.WriteNumber("size", entry.Size);
            json.WriteBase64String("payload", bytes);
        });
    }

    private void AddSegment(ReadOnlySpan<byte> bytes)
    {
        byte[] segment = [.. new byte[padding], .. bytes];
        padding = 0;
        AddLine(json =>
        {
            json.WriteNumber("type", SegmentType);
            json.WriteBase64String("payload", segment);
        });
    }

    private void AddLine(Action<Utf8JsonWriter> write)
    {
        lines.Write(StrictJson.Write(json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteNumber("position", position++);
            json.WriteEndObject();
        }));
        lines.Write("\n"u8);
    }
}
