using System.Text.Json.Nodes;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>Images of several platforms under one name (OCI image spec, image-index.md; Docker's manifest list has the same shape).</summary>
internal sealed record ImageIndex(string MediaType, IReadOnlyList<Descriptor> Manifests)
{
    /// <summary>As those of a manifest.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.RegistryAnswer"/>.</exception>
    public static ImageIndex Parse(ReadOnlySpan<byte> utf8, string mediaType, string whatItIs)
    {
        var json = StrictJson.ParseObject(utf8, ErrorCodes.RegistryAnswer, whatItIs);
        ImageManifest.RequireType(json, mediaType, whatItIs);
        if (json["manifests"] is not JsonArray manifests)
        {
            throw new ContainerizeException(ErrorCodes.RegistryAnswer, $"Reading {whatItIs}: the index has no manifests.");
        }

        return new ImageIndex(mediaType, [.. manifests.Select((entry, i) => Descriptor.Parse(entry, $"entry {i} of {whatItIs}"))]);
    }

    /// <summary>The entries that are images; attestations hang in indexes as <c>unknown/unknown</c>.</summary>
    public IEnumerable<Descriptor> Images
        => Manifests.Where(m => MediaTypes.IsManifest(m.MediaType) && m.Platform is { Os: not "unknown", Architecture: not "unknown" });

    /// <summary>The image for a platform: the first that serves it, which is the publisher's order of preference.</summary>
    public Descriptor? Find(Platform platform) => Images.FirstOrDefault(m => platform.IsServedBy(m.Platform!));

    public byte[] ToBytes() => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", MediaType);
        json.WriteStartArray("manifests");
        foreach (var manifest in Manifests)
        {
            manifest.WriteTo(json);
        }

        json.WriteEndArray();
        ImageManifest.WriteAnnotations(json, Annotations);
        json.WriteEndObject();
    });
}
