using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Layers;

/// <summary>
/// Remembers which blob a tar stream was compressed to: (hash of the files' tar, encoder) to (digest, size). The key is a hash of the content, so a
/// wrong entry can only come from a broken disk or a hostile writer, and then the blob's own digest gives it away when it is opened.
/// </summary>
internal sealed class LayerCache(ContentStore store)
{
    public bool IsEmpty(LayerEncoding encoding) => !store.HasNotes(KindOf(encoding));

    /// <param name="content">Hash of the tar of the files alone.</param>
    /// <param name="size">Its length in bytes.</param>
    public BuiltLayer? Find(Digest content, long size, LayerEncoding encoding)
        => LayerNote.Read(store.ReadNote(KindOf(encoding), content.Hex), new SizedDigest(content, size), encoding) is { } layer
            && store.Contains(layer.Blob.Digest, layer.Blob.Size)
                ? layer
                : null;

    public void Remember(BuiltLayer layer, LayerEncoding encoding)
        => store.TryWriteNote(KindOf(encoding), layer.Content.Digest.Hex, LayerNote.Format(layer, encoding));

    private static NoteKind KindOf(LayerEncoding encoding) => NoteKind.Layers.Within(encoding.Id);
}
