using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>One platform's image: its configuration and its layers, lowest first (OCI image spec, manifest.md).</summary>
internal sealed record ImageManifest(string MediaType, Descriptor Config, IReadOnlyList<Descriptor> Layers)
{
    /// <summary>Written, not read (OCI image spec, annotations.md); Docker's format has none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BaseImageUnusable"/> or <see cref="ErrorCodes.RegistryAnswer"/>.</exception>
    public static ImageManifest Parse(ReadOnlySpan<byte> utf8, string mediaType, string whatItIs)
    {
        var json = StrictJson.ParseObject(utf8, ErrorCodes.RegistryAnswer, whatItIs);
        RequireType(json, mediaType, whatItIs);
        if (json["layers"] is not JsonArray layers)
        {
            throw new ContainerizeException(ErrorCodes.RegistryAnswer, $"Reading {whatItIs}: the manifest has no layers.");
        }

        return new ImageManifest(
            mediaType,
            Descriptor.Parse(json["config"], $"the configuration of {whatItIs}"),
            [.. layers.Select((layer, i) => Descriptor.Parse(layer, $"layer {i} of {whatItIs}"))]);
    }

    public byte[] ToBytes() => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", MediaType);
        json.WritePropertyName("config");
        Config.WriteTo(json);
        json.WriteStartArray("layers");
        foreach (var layer in Layers)
        {
            layer.WriteTo(json);
        }

        json.WriteEndArray();
        WriteAnnotations(json, Annotations);
        json.WriteEndObject();
    });

    /// <summary>A body that calls itself something else than its header did is an attempt to be read two ways (distribution spec, CVE-2021-41190).</summary>
    internal static void RequireType(JsonObject json, string mediaType, string whatItIs)
    {
        if (json["mediaType"] is JsonValue inside && inside.TryGetValue<string>(out var own) && own != mediaType)
        {
            throw new ContainerizeException(
                ErrorCodes.RegistryAnswer,
                $"Reading {whatItIs}: it was served as {Excerpt.Of(mediaType)} but calls itself {Excerpt.Of(own)}.");
        }
    }

    /// <summary>Nothing where there are none: then the bytes are those of content without annotations.</summary>
    internal static void WriteAnnotations(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> annotations)
    {
        if (annotations.Count == 0)
        {
            return;
        }

        json.WriteStartObject("annotations");
        foreach (var (name, value) in annotations)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
