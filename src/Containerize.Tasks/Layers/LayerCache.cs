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

    public BuiltLayer? Find(Digest diffId, long size, LayerEncoding encoding)
    {
        string note;
        try
        {
            note = File.ReadAllText(PathOf(diffId, encoding));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var parts = note.Split(' ');
        return parts.Length == 2
            && Digest.TryParse(parts[0], out var digest)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var blobSize)
            && store.Contains(digest, blobSize)
                ? new BuiltLayer(diffId, size, new Descriptor(encoding.MediaType, digest, blobSize), FromCache: true)
                : null;
    }

    /// <summary>A note that cannot be written costs the next build a compression, nothing else.</summary>
    public void Remember(BuiltLayer layer, LayerEncoding encoding)
    {
        var path = PathOf(layer.DiffId, encoding);
        var draft = path + "." + Path.GetRandomFileName();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(draft, string.Create(CultureInfo.InvariantCulture, $"{layer.Blob.Digest} {layer.Blob.Size}"));
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See the summary.
        }
    }

    private string PathOf(Digest diffId, LayerEncoding encoding) => Path.Join(store.Root, "layers", encoding.Id, diffId.Hex);
}
