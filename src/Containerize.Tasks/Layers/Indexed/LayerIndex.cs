using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Containerize.Oci;
using Containerize.Tar;

namespace Containerize.Layers.Indexed;

/// <summary>
/// Watches a layer's tar being written, cuts blocks such that each file's content is in blocks of its own, and in the end says where they lie. What
/// the two formats in use have in common is here: both descend from CRFS.
/// </summary>
/// <param name="blocks">What the tar is written to.</param>
/// <param name="blockSize">The most bytes in a block.</param>
internal abstract class LayerIndex(BlockStream blocks, int blockSize) : ITarWatcher, IDisposable
{
    private readonly List<IndexedEntry> entries = [];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int firstBlock;

    protected IReadOnlyList<IndexedEntry> Entries => entries;

    /// <summary>Writes what the tar has behind the files and before any table of contents.</summary>
    public abstract void Complete(TarStreamWriter tar);

    /// <param name="written">All blocks of the layer.</param>
    /// <param name="tarLength">Bytes of the tar that is in them.</param>
    public abstract LayerEnd CreateEnd(IReadOnlyList<WrittenBlock> written, long tarLength);

    public virtual void OnHeader(TarEntry entry, ReadOnlyMemory<byte> header)
    {
        entries.Add(new IndexedEntry(entry, header));
        if (entry.Size > 0)
        {
            blocks.Flush();
            firstBlock = blocks.Count;
        }
    }

    public virtual void OnContent(ReadOnlySpan<byte> content) => hash.AppendData(content);

    public virtual void OnContentEnd()
    {
        var entry = entries[^1];
        if (entry.Entry.Size > 0)
        {
            blocks.Flush();
            entries[^1] = entry with { FirstBlock = firstBlock, Blocks = blocks.Count - firstBlock, Digest = Digest.FromHash(hash.GetHashAndReset()) };
        }
    }

    public void Dispose() => hash.Dispose();

    /// <summary>The entries of a table of contents, each followed by one for each of its chunks but the first.</summary>
    protected void WriteEntries(Utf8JsonWriter json, IReadOnlyList<WrittenBlock> written)
    {
        json.WriteStartArray("entries");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            WriteEntry(json, entry);
            for (var i = 0; i < entry.Blocks; i++)
            {
                if (i > 0)
                {
                    json.WriteEndObject();
                    json.WriteStartObject();
                    json.WriteString("type", "chunk");
                    json.WriteString("name", entry.Entry.Path);
                }

                WriteChunk(json, entry, i, written);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Where a chunk lies and what is in it, among the fields of its entry.</summary>
    /// <param name="chunk">Which of the entry's, from 0.</param>
    protected abstract void WriteChunk(Utf8JsonWriter json, IndexedEntry entry, int chunk, IReadOnlyList<WrittenBlock> written);

    /// <summary>Which bytes of a file a chunk is.</summary>
    protected (long Offset, long Size) RangeOf(IndexedEntry entry, int chunk)
    {
        var offset = (long)chunk * blockSize;
        return (offset, Math.Min(blockSize, entry.Entry.Size - offset));
    }

    private static void WriteEntry(Utf8JsonWriter json, IndexedEntry indexed)
    {
        var entry = indexed.Entry;
        json.WriteString("type", entry.IsDirectory ? "dir" : entry.LinkTarget is null ? "reg" : "symlink");
        json.WriteString("name", entry.Path);
        if (entry.LinkTarget is { } target)
        {
            json.WriteString("linkName", target);
        }

        json.WriteNumber("mode", entry.Mode);
        if (entry.Size > 0)
        {
            json.WriteNumber("size", entry.Size);
        }

        json.WriteNumber("uid", entry.User);
        json.WriteNumber("gid", entry.Group);
        json.WriteString("modtime", (entry.Modified ?? TarEntry.Time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (indexed.Digest is { } digest)
        {
            json.WriteString("digest", digest.ToString());
        }
    }
}
