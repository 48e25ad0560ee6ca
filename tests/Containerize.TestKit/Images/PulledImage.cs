using System.Text.Json.Nodes;
using Containerize.TestKit.Registry;

namespace Containerize.TestKit.Images;

/// <summary>An image of one platform read back whole.</summary>
public sealed class PulledImage
{
    private PulledImage(StoredManifest manifest, byte[] configBytes, JsonObject config, IReadOnlyList<PulledLayer> layers)
    {
        Stored = manifest;
        Manifest = JsonNode.Parse(manifest.Content)!.AsObject();
        ConfigBytes = configBytes;
        Config = config;
        Layers = layers;
    }

    /// <summary>The manifest's bytes, and the type they were served with.</summary>
    public StoredManifest Stored { get; }

    public string Digest => Stored.Digest;

    public JsonObject Manifest { get; }

    public byte[] ConfigBytes { get; }

    public JsonObject Config { get; }

    /// <summary>The part of the configuration that says how containers run.</summary>
    public JsonObject Run => Config["config"]?.AsObject() ?? [];

    /// <summary>Lowest first, the base's included.</summary>
    public IReadOnlyList<PulledLayer> Layers { get; }

    /// <summary>The layers that were put upon the base.</summary>
    public IReadOnlyList<PulledLayer> OwnLayers => [.. Layers.SkipWhile(l => l.Class == "base")];

    public IReadOnlyList<string> Entrypoint => Texts("Entrypoint");

    public IReadOnlyList<string> Command => Texts("Cmd");

    public string? User => (string?)Run["User"];

    public string? WorkingDirectory => (string?)Run["WorkingDir"];

    /// <summary>Every file as a container sees it, by path; upper layers win. Whiteouts are not looked at: publishes make none.</summary>
    public IReadOnlyDictionary<string, TarItem> Files
    {
        get
        {
            var files = new SortedDictionary<string, TarItem>(StringComparer.Ordinal);
            foreach (var item in Layers.SelectMany(l => l.Items).Where(i => !i.IsDirectory))
            {
                files[item.Path] = item;
            }

            return files;
        }
    }

    /// <summary>An image, or one platform of an index.</summary>
    /// <param name="reference">A tag or a digest.</param>
    /// <param name="architecture">Chooses in an index; as Go names it.</param>
    /// <exception cref="FileNotFoundException">Something the image names is not there.</exception>
    public static async Task<PulledImage> ReadAsync(IImageSource source, string reference, string architecture = "amd64", CancellationToken cancellationToken = default)
    {
        var manifest = await source.ManifestAsync(reference, cancellationToken) ?? throw new FileNotFoundException($"There is no manifest {reference}.");
        var json = JsonNode.Parse(manifest.Content)!;
        if (json["manifests"] is JsonArray children)
        {
            var child = children.FirstOrDefault(c => (string?)c!["platform"]?["architecture"] == architecture)
                ?? throw new FileNotFoundException($"The index {reference} has nothing for {architecture}.");
            return await ReadAsync(source, (string)child["digest"]!, architecture, cancellationToken);
        }

        var configBytes = await BlobAsync(source, json["config"]!, cancellationToken);
        var config = JsonNode.Parse(configBytes)!.AsObject();
        var history = (config["history"]?.AsArray() ?? []).OfType<JsonObject>().Where(h => (bool?)h["empty_layer"] != true).ToList();
        var layers = new List<PulledLayer>();
        foreach (var descriptor in json["layers"]!.AsArray())
        {
            var told = history.ElementAtOrDefault(layers.Count);
            layers.Add(new PulledLayer(descriptor!.AsObject(), await BlobAsync(source, descriptor, cancellationToken), (string?)told?["created_by"], (string?)told?["comment"]));
        }

        return new PulledImage(manifest, configBytes, config, layers);
    }

    /// <summary>The layer of a class of ours; null when the image has none of it.</summary>
    public PulledLayer? LayerOf(string layerClass) => OwnLayers.SingleOrDefault(l => l.Class == layerClass);

    /// <summary>The class of the layer that brings a file.</summary>
    public string? ClassOf(string path) => Layers.LastOrDefault(l => l.Files.Contains(path, StringComparer.Ordinal))?.Class;

    public string? Environment(string name)
        => Texts("Env").LastOrDefault(e => e.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    public string? Label(string name) => (string?)Run["Labels"]?[name];

    public override string ToString() => string.Join(System.Environment.NewLine, Layers.Select(l => l.ToString()).Prepend($"{Stored.MediaType} {Digest}"));

    private static async Task<byte[]> BlobAsync(IImageSource source, JsonNode descriptor, CancellationToken cancellationToken)
        => await source.BlobAsync((string)descriptor["digest"]!, cancellationToken)
            ?? throw new FileNotFoundException($"There is no blob {descriptor["digest"]}.");

    private string[] Texts(string name) => [.. (Run[name]?.AsArray() ?? []).Select(n => (string)n!)];
}
