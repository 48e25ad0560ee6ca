using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Containerize.TestKit.Images;

/// <summary>eStargz as stargz-snapshotter reads it (<c>docs/estargz.md</c>): from the footer to the table, which the descriptor's annotation vouches for.</summary>
public sealed class StargzLayer : IndexedLayer
{
    public const string TableName = "stargz.index.json";
    public const string LandmarkName = ".no.prefetch.landmark";

    private const int FooterSize = 51;

    private StargzLayer(byte[] blob, byte[] tableTar)
        : base(blob, tableTar.AsSpan(512, SizeIn(tableTar)))
    {
    }

    /// <param name="annotations">Of the layer's descriptor.</param>
    /// <exception cref="InvalidDataException">The footer or the annotation says what is not so.</exception>
    public static StargzLayer Read(byte[] blob, JsonObject annotations)
    {
        var footer = blob.AsSpan(blob.Length - FooterSize);
        ReadOnlySpan<byte> start = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 26, 0, (byte)'S', (byte)'G', 22, 0];
        ReadOnlySpan<byte> end = [1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        Require(footer.StartsWith(start) && footer.EndsWith(end), "the footer is no empty member with that field");
        var place = Encoding.ASCII.GetString(footer[16..^13]);
        Require(place.Length == 22 && place.EndsWith("STARGZ", StringComparison.Ordinal), $"the footer's place is '{place}'");

        var tableAt = int.Parse(place[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var tar = StrictGzip.ReadFirst(blob.AsSpan(tableAt), out var used);
        Require(tableAt + used == blob.Length - FooterSize, "there is something between table and footer");
        Require(Encoding.ASCII.GetString(tar.AsSpan(0, 100)).TrimEnd('\0') == TableName, "the table has another name");
        Require(Sha256.Of(tar.AsSpan(512, SizeIn(tar))) == (string?)annotations["containerd.io/snapshot/stargz/toc.digest"], "the table has another digest");
        return new StargzLayer(blob, tar);
    }

    /// <summary>All that is in the members, one after another, the footer's nothing left out.</summary>
    public byte[] UnpackAll()
    {
        var tar = new MemoryStream();
        for (var at = 0; at < Blob.Length - FooterSize;)
        {
            tar.Write(StrictGzip.ReadFirst(Blob.AsSpan(at), out var used));
            at += used;
        }

        return tar.ToArray();
    }

    protected override byte[] UnpackChunk(JsonObject chunk, long? followingAt)
    {
        var at = (int)(long)chunk["offset"]!;
        var content = StrictGzip.ReadFirst(Blob.AsSpan(at), out var used);
        Require(followingAt is null || at + used == followingAt, $"the member at {at} ends at {at + used}, and the next chunk begins at {followingAt}");
        return content;
    }

    private static int SizeIn(byte[] header) => Convert.ToInt32(Encoding.ASCII.GetString(header.AsSpan(124, 11)), 8);
}
