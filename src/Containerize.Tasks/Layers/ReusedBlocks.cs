using System.Security.Cryptography;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Layers;

/// <summary>
/// Compresses only blocks that the layer's predecessor did not have; the others are copied out of it. Predecessor and table of blocks are
/// verified by their digests before a byte of them is used, so the result is what compressing everything would give.
/// </summary>
internal sealed class ReusedBlocks : IBlockEncoder, IDisposable
{
    private readonly LayerEncoding encoding;
    private readonly ContentStore store;
    private readonly string note;
    private readonly BlockTable table = new();
    private readonly FileStream? earlier;
    private readonly Dictionary<string, BlockPlace> places;

    private ReusedBlocks(LayerEncoding encoding, ContentStore store, string note, FileStream? earlier, Dictionary<string, BlockPlace>? places)
    {
        this.encoding = encoding;
        this.store = store;
        this.note = note;
        this.earlier = earlier;
        this.places = places ?? [];
    }

    public LayerEncoding Encoding => encoding;

    private NoteKind Kind => NoteKind.Blocks.Within(encoding.Id);

    /// <param name="place">Names what the layer is the next version of: a project's layer of some class.</param>
    public static async Task<ReusedBlocks> OpenAsync(LayerEncoding encoding, ContentStore store, string place, CancellationToken cancellationToken)
    {
        var note = Digest.Of(System.Text.Encoding.UTF8.GetBytes(place)).Hex;
        var nothing = new ReusedBlocks(encoding, store, note, null, null);
        if (store.ReadNote(nothing.Kind, note)?.Split('\n') is not [var first, var second, BlockTable.Version]
            || SizedDigest.Parse(first) is not { } blob
            || !Digest.TryParse(second, out var rows)
            || await store.ReadAsync(rows, cancellationToken) is not { } bytes
            || BlockTable.Read(bytes, encoding.Head.Length) is not { } places
            || await store.OpenAsync(blob.Digest, blob.Size, cancellationToken) is not { } earlier)
        {
            return nothing;
        }

        return new ReusedBlocks(encoding, store, note, earlier, places);
    }

    /// <summary>Of a blob that is nobody's predecessor, of which somebody else has found out what is in it.</summary>
    /// <param name="earlier">Disposed of with this.</param>
    /// <param name="places">By the hash of their content.</param>
    public static ReusedBlocks From(LayerEncoding encoding, ContentStore store, FileStream earlier, Dictionary<string, BlockPlace> places)
        => new(encoding, store, note: string.Empty, earlier, places);

    public EncodedBlock Encode(ReadOnlySpan<byte> block)
    {
        var hash = SHA256.HashData(block);
        if (!places.TryGetValue(Convert.ToHexStringLower(hash), out var place))
        {
            return encoding.Encode(block) with { Hash = hash };
        }

        var copy = new PooledBuffer(place.Length);
        while (copy.Length < place.Length)
        {
            var rest = copy.GetSpan(place.Length - copy.Length)[..(place.Length - copy.Length)];
            var read = RandomAccess.Read(earlier!.SafeFileHandle, rest, place.Offset + copy.Length);
            if (read == 0)
            {
                copy.Dispose();
                return encoding.Encode(block) with { Hash = hash };
            }

            copy.Advance(read);
        }

        return new EncodedBlock(copy, place.Sum) { Hash = hash };
    }

    public void OnWritten(EncodedBlock block) => table.Add(block);

    /// <summary>Makes the finished layer the predecessor of the next.</summary>
    public void Remember(Descriptor blob)
    {
        var rows = table.ToBytes();
        var digest = Digest.Of(rows);
        store.TryKeep(digest, rows);
        store.TryWriteNote(Kind, note, $"{new SizedDigest(blob.Digest, blob.Size)}\n{digest}\n{BlockTable.Version}");
    }

    public void Dispose() => earlier?.Dispose();
}
