using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Images;

/// <summary>The file <c>index.json</c> of an OCI image layout (image-layout.md, "index.json file"): which images the layout names.</summary>
internal sealed class LayoutIndex
{
    /// <summary>The specification's name for an image, unique in a layout.</summary>
    private const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>
    /// containerd's own. What is below it (Docker's newer store, nerdctl, kind, k3s) looks for the full name only:
    /// <c>docker.io/library/shop:latest</c>.
    /// </summary>
    private const string ImageName = "io.containerd.image.name";

    private readonly List<JsonNode> entries = [];

    /// <summary>Of a layout without images.</summary>
    public LayoutIndex()
    {
    }

    private LayoutIndex(IEnumerable<JsonNode> entries) => this.entries.AddRange(entries);

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.LayoutUnusable"/>.</exception>
    public static LayoutIndex Parse(ReadOnlySpan<byte> utf8, string whatItIs)
        => StrictJson.ParseObject(utf8, ErrorCodes.LayoutUnusable, whatItIs)["manifests"] is JsonArray found && found.All(entry => entry is JsonObject)
            ? new LayoutIndex(found.Select(entry => entry!.DeepClone()))
            : throw new ContainerizeException(
                ErrorCodes.LayoutUnusable,
                $"Reading {whatItIs}: it has no list of manifests. Name an image layout, or a folder that is empty.");

    /// <summary>The tag of a name.</summary>
    public static string FindTag(string name) => name[(name.LastIndexOf(':') + 1)..];

    /// <summary>Whether a tag names the entry.</summary>
    public static bool HasTag(Descriptor entry, string tag)
        => entry.Annotations?[RefName] is JsonValue named && named.TryGetValue(out string? text) && text == tag;

    /// <summary>Whether these and no others are the entries of these names.</summary>
    /// <param name="names">With tags, as people write them.</param>
    public bool LeadsTo(Descriptor top, IReadOnlyList<string> names) => names.All(name
        => entries.Where(entry => IsNamed(entry, name)).ToArray() is [var only] && JsonNode.DeepEquals(only, Entry(top, name)));

    /// <summary>The full name of what Docker's tools show as <c>shop:latest</c>.</summary>
    public static string FormatFullName(string name) => ImageReference.TryParse(name, out var reference) ? reference.ToString() : name;

    /// <summary>Has an image in the layout without a name.</summary>
    public void Add(Descriptor top) => entries.Add(JsonNode.Parse(StrictJson.Write(top.WriteTo))!);

    /// <summary>Names an image. Whatever had one of the tags loses it; everything else stays as it is.</summary>
    public void Name(Descriptor top, IReadOnlyList<string> names)
    {
        entries.RemoveAll(entry => names.Any(name => IsNamed(entry, name)));
        entries.AddRange(names.Select(name => Entry(top, name)));
    }

    public byte[] ToBytes() => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", MediaTypes.OciIndex);
        json.WriteStartArray("manifests");
        foreach (var entry in entries)
        {
            entry.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static bool IsNamed(JsonNode entry, string name)
        => entry["annotations"]?[RefName] is JsonValue tag && tag.TryGetValue(out string? text) && text == FindTag(name);

    private static JsonNode Entry(Descriptor top, string name)
    {
        var named = top with { Annotations = new() { [ImageName] = FormatFullName(name), [RefName] = FindTag(name) } };
        return JsonNode.Parse(StrictJson.Write(named.WriteTo))!;
    }
}
