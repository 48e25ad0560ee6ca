using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Layers;

/// <summary>
/// Remembers which blob a tar stream was compressed to: (diffID, encoder) to (digest, size). The key is a hash of the content, so a
/// wrong entry can only come from a broken disk or a hostile writer, and then the blob's own digest gives it away when it is opened.
/// </summary>
internal sealed class LayerCache(ContentStore store)
{
    public bool IsEmpty(LayerEncoding encoding) => !store.HasNotes(KindOf(encoding));

    public BuiltLayer? Find(Digest diffId, long size, LayerEncoding encoding)
        => SizedDigest.Parse(store.ReadNote(KindOf(encoding), diffId.Hex)) is { } blob && store.Contains(blob.Digest, blob.Size)
            ? new BuiltLayer(diffId, size, new Descriptor(encoding.MediaType, blob.Digest, blob.Size), FromCache: true)
            : null;

    public void Remember(BuiltLayer layer, LayerEncoding encoding)
        => store.TryWriteNote(KindOf(encoding), layer.DiffId.Hex, new SizedDigest(layer.Blob.Digest, layer.Blob.Size).ToString());

    private static NoteKind KindOf(LayerEncoding encoding) => NoteKind.Layers.Within(encoding.Id);
}
