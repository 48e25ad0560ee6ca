using System.Globalization;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Layers;

/// <summary>
/// Remembers which blob a tar stream was compressed to: (diffID, encoder) to (digest, size). The key is a hash of the content, so a
/// wrong entry can only come from a broken disk or a hostile writer, and then the blob's own digest gives it away when it is opened.
/// </summary>
internal sealed class LayerCache
{
    private readonly ContentStore store;

    public LayerCache(ContentStore store) => this.store = store;

    public bool IsEmpty(LayerEncoding encoding) => !store.HasNotes(KindOf(encoding));

    public BuiltLayer? Find(Digest diffId, long size, LayerEncoding encoding)
    {
        var parts = store.ReadNote(KindOf(encoding), diffId.Hex)?.Split(' ');
        return parts is [var name, var length]
            && Digest.TryParse(name, out var digest)
            && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var blobSize)
            && store.Contains(digest, blobSize)
                ? new BuiltLayer(diffId, size, new Descriptor(encoding.MediaType, digest, blobSize), FromCache: true)
                : null;
    }

    public void Remember(BuiltLayer layer, LayerEncoding encoding)
        => store.TryWriteNote(KindOf(encoding), layer.DiffId.Hex, string.Create(CultureInfo.InvariantCulture, $"{layer.Blob.Digest} {layer.Blob.Size}"));

    private static string KindOf(LayerEncoding encoding) => Path.Join("layers", encoding.Id);
}
