using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>Says of some content what it is, how it is named and how long it is (OCI image spec, descriptor.md).</summary>
/// <param name="Size">Bytes of the content as stored, never negative.</param>
internal sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>Set on the entries of an index.</summary>
    public Platform? Platform { get; init; }

    /// <summary>What kind of artifact the manifest is, on entries of a list of referrers (distribution spec, "Listing Referrers").</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Kept as found on a base image's entries.</summary>
    public JsonObject? Annotations { get; init; }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.RegistryAnswer"/>: a field is missing or of the wrong kind.</exception>
    public static Descriptor Parse(JsonNode? node, string whatItIs)
    {
        try
        {
            var found = node as JsonObject ?? throw Malformed(whatItIs, "it is not an object");
            var size = (long?)found["size"] ?? throw Malformed(whatItIs, "it has no size");
            if (size < 0)
            {
                throw Malformed(whatItIs, $"its size is {size}");
            }

            return new Descriptor(
                (string?)found["mediaType"] ?? throw Malformed(whatItIs, "it has no mediaType"),
                Digest.Parse((string?)found["digest"], $"the digest of {whatItIs}"),
                size)
            {
                Platform = found["platform"] is JsonObject platform ? Oci.Platform.FromJson(platform) : null,
                ArtifactType = (string?)found["artifactType"],
                Annotations = found["annotations"]?.DeepClone() as JsonObject,
            };
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw Malformed(whatItIs, e.Message);
        }
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", MediaType);
        json.WriteString("digest", Digest.ToString());
        json.WriteNumber("size", Size);
        if (ArtifactType is not null)
        {
            json.WriteString("artifactType", ArtifactType);
        }

        if (Platform is { } platform)
        {
            json.WritePropertyName("platform");
            platform.WriteTo(json);
        }

        if (Annotations is { Count: > 0 })
        {
            json.WritePropertyName("annotations");
            Annotations.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static ContainerizeException Malformed(string whatItIs, string why)
        => new(ErrorCodes.RegistryAnswer, $"Reading {whatItIs}: the descriptor is malformed: {why}.");
}
