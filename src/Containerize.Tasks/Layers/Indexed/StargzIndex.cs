using System.Globalization;
using System.Text;
using System.Text.Json;
using Containerize.Oci;
using Containerize.Tar;

namespace Containerize.Layers.Indexed;

/// <summary>
/// What stands behind the files of an eStargz layer: the landmark, the table of contents, both files of the tar, and the footer, a gzip member of 51
/// bytes that says where the table is (stargz-snapshotter, <c>docs/estargz.md</c>).
/// </summary>
internal sealed class StargzIndex(BlockStream blocks, StargzEncoding encoding) : LayerIndex(blocks, encoding.BlockSize)
{
    private const string TableName = "stargz.index.json";

    /// <summary>
    /// Says that nothing is to be fetched before a container starts. .NET reads its assemblies as it needs them, and which those are nobody here has
    /// seen; files to be fetched first would have to stand first in the tar, too.
    /// </summary>
    private const string NoPrefetchLandmark = ".no.prefetch.landmark";

    private static ReadOnlySpan<byte> LandmarkContent => [0xf];

    public override void Complete(TarStreamWriter tar) => tar.WriteBytes(NoPrefetchLandmark, LandmarkContent);

    public override LayerEnd CreateEnd(IReadOnlyList<WrittenBlock> written, long tarLength)
    {
        var table = StrictJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            WriteEntries(json, written);
            json.WriteEndObject();
        });
        var tar = new MemoryStream();
        var writer = new TarStreamWriter(tar);
        writer.WriteBytes(TableName, table);
        writer.Complete();
        var bytes = tar.ToArray();
        using var member = encoding.Encode(bytes).Bytes;
        return new LayerEnd(
            bytes,
            [.. member.Written, .. CreateFooter(written[^1].End)],
            [
                new("containerd.io/snapshot/stargz/toc.digest", Digest.Of(table).ToString()),
                new("io.containers.estargz.uncompressed-size", (tarLength + bytes.Length).ToString(CultureInfo.InvariantCulture)),
            ]);
    }

    /// <summary>Where content ends, nothing says but the next offset. What goes up to the end of its file has no size.</summary>
    protected override void WriteChunk(Utf8JsonWriter json, IndexedEntry entry, int chunk, IReadOnlyList<WrittenBlock> written)
    {
        var block = written[entry.FirstBlock + chunk];
        var (offset, size) = RangeOf(entry, chunk);
        json.WriteNumber("offset", block.Offset);
        if (chunk > 0)
        {
            json.WriteNumber("chunkOffset", offset);
        }

        if (chunk < entry.Blocks - 1)
        {
            json.WriteNumber("chunkSize", size);
        }

        json.WriteString("chunkDigest", Digest.FromHash(block.Hash).ToString());
    }

    /// <summary>An empty member whose extra field (RFC 1952, section 2.3.1.1) has the offset in sixteen hexadecimal digits.</summary>
    private static byte[] CreateFooter(long tableAt)
    {
        var place = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tableAt:x16}STARGZ"));
        byte extra = (byte)(4 + place.Length);
        return [
            0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255,
            extra, 0, (byte)'S', (byte)'G', (byte)place.Length, 0, .. place,
            1, 0, 0, 0xff, 0xff, // a final block, stored, of nothing
            0, 0, 0, 0, 0, 0, 0, 0, // its CRC-32 and length
        ];
    }
}
