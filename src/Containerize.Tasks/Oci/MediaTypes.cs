using System.Text.Json;

namespace Containerize.Oci;

/// <summary>Media types of the OCI image spec 1.1 (media-types.md) and Docker's image manifest v2 schema 2.</summary>
internal static class MediaTypes
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";
    public const string OciLayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string OciLayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";

    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar";
    public const string DockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public const string DockerForeignLayerGzip = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

    /// <summary>What we can read under a tag, in order of preference.</summary>
    public static readonly string[] Manifests = [OciIndex, DockerManifestList, OciManifest, DockerManifest];

    public static bool IsIndex(string? mediaType) => mediaType is OciIndex or DockerManifestList;

    public static bool IsManifest(string? mediaType) => mediaType is OciManifest or DockerManifest;

    /// <summary>What a manifest or index calls itself; null when it does not say, as OCI allows, or is none.</summary>
    public static string? OfManifest(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        try
        {
            while (json.Read())
            {
                if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("mediaType"u8))
                {
                    return json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // None, or no text.
        }

        return null;
    }

    /// <summary>
    /// The name a layer has in an image of the given format. The bytes are the same; a manifest that mixes the two families is
    /// refused by umoci, podman or skopeo, depending on the mix. Null: the layer has no name there (zstd in Docker's format).
    /// </summary>
    public static string? LayerIn(ImageFormat format, string mediaType) => (format, mediaType) switch
    {
        (ImageFormat.Oci, DockerLayerGzip or DockerForeignLayerGzip) => OciLayerGzip,
        (ImageFormat.Oci, DockerLayer) => OciLayer,
        (ImageFormat.Docker, OciLayerGzip) => DockerLayerGzip,
        (ImageFormat.Docker, OciLayer) => DockerLayer,
        (ImageFormat.Docker, OciLayerZstd) => null,
        _ => mediaType,
    };
}
