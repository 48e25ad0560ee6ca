using System.Text.Json.Nodes;

namespace Containerize.TestKit.Images;

/// <summary>
/// A layer with a table of contents, read as by a client that fetches parts of it: of the table nothing is believed that the digests above it do not
/// vouch for, and of a file nothing but what lies where the table says.
/// </summary>
public abstract class IndexedLayer
{
    private readonly Dictionary<string, List<JsonObject>> files = new(StringComparer.Ordinal);

    /// <param name="table">Its JSON, verified.</param>
    /// <exception cref="InvalidDataException">It is of another version, or has a chunk of no file.</exception>
    protected IndexedLayer(byte[] blob, ReadOnlySpan<byte> table)
    {
        Blob = blob;
        Table = JsonNode.Parse(table)!.AsObject();
        Require((int)Table["version"]! == 1, "the table's version is not 1");
        string? last = null;
        foreach (var entry in Table["entries"]!.AsArray().Select(entry => entry!.AsObject()))
        {
            var name = (string)entry["name"]!;
            if ((string?)entry["type"] == "chunk")
            {
                Require(name == last, $"a chunk of {name} stands behind {last}");
                files[name].Add(entry);
                continue;
            }

            Require(files.TryAdd(name, [entry]), $"{name} is there twice");
            Names.Add(name);
            last = name;
        }
    }

    public JsonObject Table { get; }

    /// <summary>In the order of the table.</summary>
    public List<string> Names { get; } = [];

    protected byte[] Blob { get; }

    public JsonObject EntryOf(string name) => files[name][0];

    /// <summary>Chunks of a file, of which its entry is the first.</summary>
    public IReadOnlyList<JsonObject> ChunksOf(string name) => files[name];

    /// <summary>A file's content, put together of its chunks, each of which is unpacked by itself.</summary>
    /// <exception cref="InvalidDataException">A digest, an offset or a length is another.</exception>
    public byte[] ContentOf(string name)
    {
        var (entry, chunks) = (EntryOf(name), ChunksOf(name));
        var size = (long?)entry["size"] ?? 0;
        if (size == 0)
        {
            Require(entry["offset"] is null && chunks.Count == 1, $"{name} is empty, and has a place");
            return [];
        }

        var content = new MemoryStream();
        for (var i = 0; i < chunks.Count; i++)
        {
            var chunk = chunks[i];
            Require(((long?)chunk["chunkOffset"] ?? 0) == content.Length, $"chunk {i} of {name} is said to begin at {chunk["chunkOffset"]}, not {content.Length}");
            var bytes = UnpackChunk(chunk, i < chunks.Count - 1 ? (long)chunks[i + 1]["offset"]! : null);
            var end = (long?)chunk["chunkSize"] is > 0 and { } length ? content.Length + length : size;
            Require(content.Length + bytes.Length == end, $"chunk {i} of {name} has {bytes.Length} bytes and should end at {end}");
            Require((string?)chunk["chunkDigest"] is not { } digest || digest == Sha256.Of(bytes), $"chunk {i} of {name} has another digest");
            content.Write(bytes);
        }

        Require((string?)entry["digest"] == Sha256.Of(content.ToArray()), $"{name} has another digest");
        return content.ToArray();
    }

    /// <param name="followingAt">Where the file's next chunk begins; null for its last.</param>
    protected abstract byte[] UnpackChunk(JsonObject chunk, long? followingAt);

    protected static void Require(bool holds, string orElse)
    {
        if (!holds)
        {
            throw new InvalidDataException(orElse);
        }
    }
}
