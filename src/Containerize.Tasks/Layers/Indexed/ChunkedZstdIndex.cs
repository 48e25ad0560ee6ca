using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Containerize.Oci;
using Containerize.Tar;

namespace Containerize.Layers.Indexed;

/// <summary>
/// What stands behind the frames of a zstd:chunked layer, each in a frame that decoders skip (RFC 8878, section 3.1.2): the table of contents, then
/// the tar without its contents (<see cref="TarSplit"/>), then 64 bytes that say where both are. As containers/storage writes it
/// (<c>pkg/chunked/internal/minimal/compression.go</c>).
/// </summary>
internal sealed class ChunkedZstdIndex(BlockStream blocks, ChunkedZstdEncoding encoding) : LayerIndex(blocks, encoding.BlockSize)
{
    private const string Prefix = "io.github.containers.zstd-chunked.";

    private const int FooterSize = 64;

    /// <summary>ManifestTypeCRFS: the one kind of table there is.</summary>
    private const int Crfs = 1;

    private readonly TarSplit split = new();

    private static ReadOnlySpan<byte> SkippableFrame => [0x50, 0x2a, 0x4d, 0x18];

    private static ReadOnlySpan<byte> FooterMagic => "GNUlInUx"u8;

    private static int FrameHeaderSize => SkippableFrame.Length + sizeof(uint);

    public override void OnHeader(TarEntry entry, ReadOnlyMemory<byte> header)
    {
        base.OnHeader(entry, header);
        split.AddHeader(entry, header.Span);
    }

    public override void OnContent(ReadOnlySpan<byte> content)
    {
        base.OnContent(content);
        split.AddContent(content);
    }

    public override void Complete(TarStreamWriter tar)
    {
        tar.Complete();
        split.Complete();
    }

    public override LayerEnd CreateEnd(IReadOnlyList<WrittenBlock> written, long tarLength)
    {
        var splitBytes = split.ToBytes();
        var packedSplit = Compress(splitBytes);
        var table = StrictJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            WriteEntries(json, written);
            json.WriteString("tarSplitDigest", Digest.Of(packedSplit).ToString());
            json.WriteEndObject();
        });
        var packedTable = Compress(table);

        var tableAt = written[^1].End + FrameHeaderSize;
        var splitAt = tableAt + packedTable.Length + FrameHeaderSize;
        var blob = new MemoryStream();
        WriteFrame(blob, packedTable);
        WriteFrame(blob, packedSplit);
        WriteFrame(blob, CreateFooter([tableAt, packedTable.Length, table.Length, Crfs, splitAt, packedSplit.Length, splitBytes.Length]));
        return new LayerEnd(
            Tar: [],
            blob.ToArray(),
            [
                new(Prefix + "manifest-checksum", Digest.Of(packedTable).ToString()),
                new(Prefix + "manifest-position", string.Create(CultureInfo.InvariantCulture, $"{tableAt}:{packedTable.Length}:{table.Length}:{Crfs}")),
                new(Prefix + "tarsplit-position", string.Create(CultureInfo.InvariantCulture, $"{splitAt}:{packedSplit.Length}:{splitBytes.Length}")),
            ]);
    }

    /// <summary>A file in one chunk has no fields for it: its own digest will do. Where content ends is said where it ends, and at the file.</summary>
    protected override void WriteChunk(Utf8JsonWriter json, IndexedEntry entry, int chunk, IReadOnlyList<WrittenBlock> written)
    {
        var block = written[entry.FirstBlock + chunk];
        json.WriteNumber("offset", block.Offset);
        if (chunk == 0 || chunk == entry.Blocks - 1)
        {
            json.WriteNumber("endOffset", written[entry.FirstBlock + entry.Blocks - 1].End);
        }

        if (entry.Blocks > 1)
        {
            var (offset, size) = RangeOf(entry, chunk);
            json.WriteNumber("chunkSize", size);
            json.WriteNumber("chunkOffset", offset);
            json.WriteString("chunkDigest", Digest.FromHash(block.Hash).ToString());
        }
    }

    private byte[] Compress(byte[] content)
    {
        using var packed = encoding.Encode(content).Bytes;
        return packed.Written.ToArray();
    }

    private static void WriteFrame(MemoryStream output, ReadOnlySpan<byte> content)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)content.Length);
        output.Write(SkippableFrame);
        output.Write(length);
        output.Write(content);
    }

    private static byte[] CreateFooter(ReadOnlySpan<long> numbers)
    {
        var footer = new byte[FooterSize];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(i * sizeof(long)), numbers[i]);
        }

        FooterMagic.CopyTo(footer.AsSpan(numbers.Length * sizeof(long)));
        return footer;
    }
}
