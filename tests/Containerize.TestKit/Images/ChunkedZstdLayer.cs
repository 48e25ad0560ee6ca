using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Containerize.TestKit.Images;

/// <summary>zstd:chunked as <c>pkg/chunked</c> of containers/storage reads it: by the descriptor's annotations, which the footer has to repeat.</summary>
public sealed class ChunkedZstdLayer : IndexedLayer
{
    private const string Prefix = "io.github.containers.zstd-chunked.";
    private const int FrameHeader = 8;
    private const int Footer = 64;

    private readonly Func<byte[], byte[]> unpack;
    private readonly byte[] split;

    private ChunkedZstdLayer(byte[] blob, byte[] table, byte[] split, Func<byte[], byte[]> unpack)
        : base(blob, table)
    {
        this.split = split;
        this.unpack = unpack;
    }

    /// <param name="annotations">Of the layer's descriptor.</param>
    /// <param name="unpack">Reads zstd frames, one or several.</param>
    /// <exception cref="InvalidDataException">What an annotation says is not so.</exception>
    public static ChunkedZstdLayer Read(byte[] blob, JsonObject annotations, Func<byte[], byte[]> unpack)
    {
        var table = Numbers(annotations, "manifest-position");
        var split = Numbers(annotations, "tarsplit-position");
        Require(table.Length == 4 && table[3] == 1, "the table is of another kind");
        Require(split.Length == 3, "the tar's frame has no three numbers");

        var footerAt = blob.Length - Footer;
        Require(FrameAt(blob, footerAt).AsSpan().SequenceEqual(blob.AsSpan(footerAt)), "the footer is no frame at the end");
        var footer = Enumerable.Range(0, 7).Select(i => BinaryPrimitives.ReadInt64LittleEndian(blob.AsSpan(footerAt + (8 * i))));
        Require(footer.SequenceEqual([.. table, .. split]), "the footer says something else than the annotations");
        Require(blob.AsSpan(footerAt + 56).SequenceEqual("GNUlInUx"u8), "the footer has no magic");

        var packedTable = FrameAt(blob, table[0]);
        var packedSplit = FrameAt(blob, split[0]);
        Require(table[0] + packedTable.Length + FrameHeader == split[0] && split[0] + packedSplit.Length + FrameHeader == footerAt, "there is something between the frames");
        Require(packedTable.Length == table[1] && packedSplit.Length == split[1], "a frame has another length");
        Require(Sha256.Of(packedTable) == (string?)annotations[Prefix + "manifest-checksum"], "the table has another digest");
        var layer = new ChunkedZstdLayer(blob, unpack(packedTable), unpack(packedSplit), unpack);
        Require(unpack(packedTable).Length == table[2] && layer.split.Length == split[2], "what is in a frame has another length");
        Require(Sha256.Of(packedSplit) == (string?)layer.Table["tarSplitDigest"], "the tar's frame has another digest");
        return layer;
    }

    /// <summary>The tar, put together of its frame and the files' contents.</summary>
    /// <exception cref="InvalidDataException">A file has another sum or size, or a line is not in its place.</exception>
    public byte[] AssembleTar()
    {
        var tar = new MemoryStream();
        var lines = Encoding.UTF8.GetString(split).Split('\n');
        Require(lines[^1].Length == 0, "the last line has no end");
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var line = JsonNode.Parse(lines[i])!;
            Require((int)line["position"]! == i, $"line {i} says that it is another");
            var payload = (string?)line["payload"] is { } text ? Convert.FromBase64String(text) : [];
            if ((int)line["type"]! == 2)
            {
                tar.Write(payload);
            }
            else if (((long?)line["size"] ?? 0) > 0)
            {
                var content = ContentOf((string)line["name"]!);
                Require(content.Length == (long)line["size"]! && BinaryPrimitives.ReadUInt64BigEndian(payload) == Crc64(content), $"{line["name"]} has another sum");
                tar.Write(content);
            }
        }

        return tar.ToArray();
    }

    protected override byte[] UnpackChunk(JsonObject chunk, long? followingAt)
        => unpack(Blob[(int)(long)chunk["offset"]!..(int)(followingAt ?? (long)chunk["endOffset"]!)]);

    private static long[] Numbers(JsonObject annotations, string name) => [.. ((string)annotations[Prefix + name]!).Split(':').Select(long.Parse)];

    /// <summary>What is in a skippable frame.</summary>
    /// <param name="at">Where that begins.</param>
    private static byte[] FrameAt(byte[] blob, long at)
    {
        var header = blob.AsSpan((int)at - FrameHeader, FrameHeader);
        Require(BinaryPrimitives.ReadUInt32LittleEndian(header) == 0x184D2A50, $"no frame to be skipped begins before {at}");
        return blob[(int)at..(int)(at + BinaryPrimitives.ReadUInt32LittleEndian(header[4..]))];
    }

    /// <summary>Bit by bit, with the polynomial of ISO 3309.</summary>
    private static ulong Crc64(ReadOnlySpan<byte> content)
    {
        var crc = ulong.MaxValue;
        foreach (var value in content)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xD800000000000000;
            }
        }

        return ~crc;
    }
}
