using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Containerize.TestKit.Images;

/// <summary>A layer, from its descriptor down to its files.</summary>
public sealed class PulledLayer
{
    private readonly Lazy<byte[]> tar;
    private readonly Lazy<IReadOnlyList<TarItem>> items;

    internal PulledLayer(JsonObject descriptor, byte[] blob, string? createdBy, string? comment)
    {
        Descriptor = descriptor;
        Blob = blob;
        CreatedBy = createdBy;
        Comment = comment;
        tar = new Lazy<byte[]>(Uncompress);
        items = new Lazy<IReadOnlyList<TarItem>>(() => ReadItems(Tar));
    }

    public JsonObject Descriptor { get; }

    public string MediaType => (string?)Descriptor["mediaType"] ?? string.Empty;

    /// <summary>As the manifest says it.</summary>
    public string Digest => (string?)Descriptor["digest"] ?? string.Empty;

    /// <summary>As stored.</summary>
    public byte[] Blob { get; }

    /// <summary>From the history entry that goes with the layer.</summary>
    public string? CreatedBy { get; }

    public string? Comment { get; }

    /// <summary>The class of one of our layers, as its history names it; <c>base</c> for all others.</summary>
    public string Class => Comment?.StartsWith("containerize", StringComparison.Ordinal) == true && CreatedBy is { } text ? text.Split(':')[0] : "base";

    public byte[] Tar => tar.Value;

    /// <summary>In the order of the tar.</summary>
    public IReadOnlyList<TarItem> Items => items.Value;

    /// <summary>Paths of everything but directories.</summary>
    public IReadOnlyList<string> Files => [.. Items.Where(i => !i.IsDirectory).Select(i => i.Path)];

    public override string ToString() => $"{Class} {Digest}: {string.Join(", ", Files)}";

    internal static byte[] ContentOf(TarEntry entry)
    {
        if (entry.DataStream is not { } data)
        {
            return [];
        }

        var content = new byte[entry.Length];
        data.ReadExactly(content);
        return content;
    }

    private static List<TarItem> ReadItems(byte[] tar)
    {
        var found = new List<TarItem>();
        using var reader = new TarReader(new MemoryStream(tar, writable: false));
        while (reader.GetNextEntry() is { } entry)
        {
            found.Add(new TarItem(entry.Name, entry.EntryType, entry.Mode, entry.Uid, entry.Gid, entry.ModificationTime, entry.LinkName, ContentOf(entry)));
        }

        return found;
    }

    private byte[] Uncompress()
    {
        if (MediaType.EndsWith("gzip", StringComparison.Ordinal) && Class != "base")
        {
            return StrictGzip.Read(Blob);
        }

        if (MediaType.EndsWith("gzip", StringComparison.Ordinal))
        {
            using var whole = new MemoryStream();
            using var gzip = new GZipStream(new MemoryStream(Blob, writable: false), CompressionMode.Decompress);
            gzip.CopyTo(whole);
            return whole.ToArray();
        }

        return MediaType.EndsWith("tar", StringComparison.Ordinal)
            ? Blob
            : throw new NotSupportedException($"No decoder for layers of type {MediaType}.");
    }
}
