using System.Formats.Tar;
using System.Text.Json.Nodes;
using Containerize.TestKit.Registry;

namespace Containerize.TestKit.Images;

/// <summary>
/// From an OCI image layout: a folder, or the tar of one. A reference is a digest, a tag (the annotation
/// <c>org.opencontainers.image.ref.name</c>), or empty for the only entry.
/// </summary>
public sealed class LayoutImageSource : IImageSource
{
    private readonly Func<string, byte[]?> read;

    private LayoutImageSource(Func<string, byte[]?> read, IReadOnlyList<string> paths)
    {
        this.read = read;
        Paths = paths;
        Index = JsonNode.Parse(read("index.json") ?? throw new FileNotFoundException("The layout has no index.json."))!.AsObject();
    }

    /// <summary>Every file in the layout, in the order an archive has them.</summary>
    public IReadOnlyList<string> Paths { get; }

    public JsonObject Index { get; }

    public static LayoutImageSource OfFolder(string folder) => new(
        path => File.Exists(Path.Join(folder, path)) ? File.ReadAllBytes(Path.Join(folder, path)) : null,
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)]);

    public static LayoutImageSource OfArchive(string tarFile)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var paths = new List<string>();
        using var stream = File.OpenRead(tarFile);
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                paths.Add(entry.Name);
                files[entry.Name] = PulledLayer.ContentOf(entry);
            }
        }

        return new(files.GetValueOrDefault, paths);
    }

    public byte[]? Read(string path) => read(path);

    public Task<StoredManifest?> ManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var entry = (Index["manifests"]?.AsArray() ?? []).FirstOrDefault(e => reference.Length == 0
            || (string?)e!["digest"] == reference
            || (string?)e["annotations"]?["org.opencontainers.image.ref.name"] == reference);
        var digest = (string?)entry?["digest"] ?? reference;
        if (read(PathOf(digest)) is not { } content)
        {
            return Task.FromResult<StoredManifest?>(null);
        }

        var type = (string?)entry?["mediaType"] ?? (string?)JsonNode.Parse(content)?["mediaType"] ?? string.Empty;
        return Task.FromResult<StoredManifest?>(new StoredManifest(type, Sha256.Of(content), content));
    }

    public Task<byte[]?> BlobAsync(string digest, CancellationToken cancellationToken) => Task.FromResult(read(PathOf(digest)));

    private static string PathOf(string digest) => "blobs/" + digest.Replace(':', '/');
}
