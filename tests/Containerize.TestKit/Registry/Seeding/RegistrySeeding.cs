using System.Text;
using System.Text.Json.Nodes;

namespace Containerize.TestKit.Registry.Seeding;

/// <summary>Puts images into a registry without a request.</summary>
public static class RegistrySeeding
{
    private const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    private const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    private const string OciIndex = "application/vnd.oci.image.index.v1+json";
    private const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <param name="tag">Null: the image is known by its digest alone.</param>
    /// <param name="config">The configuration; its rootfs is filled in from the layers unless it has one.</param>
    /// <param name="docker">Docker's media types in place of OCI's.</param>
    public static SeededImage PushImage(this InProcessRegistry registry, string repository, string? tag, JsonObject config, IReadOnlyList<SeedLayer> layers, bool docker = false)
    {
        var full = (JsonObject)config.DeepClone();
        full["rootfs"] ??= new JsonObject
        {
            ["type"] = "layers",
            ["diff_ids"] = new JsonArray([.. layers.Select(l => (JsonNode)l.DiffId)]),
        };
        var configBytes = Encoding.UTF8.GetBytes(full.ToJsonString());
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = docker ? DockerManifest : OciManifest,
            ["config"] = Describe(docker ? "application/vnd.docker.container.image.v1+json" : "application/vnd.oci.image.config.v1+json", registry.Store.PutBlob(repository, configBytes), configBytes.Length),
            ["layers"] = new JsonArray([.. layers.Select(l => Describe(l.MediaType, registry.Store.PutBlob(repository, l.Blob), l.Blob.Length))]),
        };
        return registry.Put(repository, tag, docker ? DockerManifest : OciManifest, manifest, layers);
    }

    /// <param name="images">Each image with the platform it is listed under, for example <c>linux/arm64/v8</c>.</param>
    public static SeededImage PushIndex(this InProcessRegistry registry, string repository, string tag, params (string Platform, SeededImage Image)[] images)
    {
        var type = images.All(i => i.Image.MediaType == DockerManifest) ? DockerList : OciIndex;
        var children = new JsonArray();
        foreach (var (platform, image) in images)
        {
            var child = Describe(image.MediaType, image.Digest, image.Size);
            child["platform"] = PlatformOf(platform);
            children.Add(child);
        }

        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = type, ["manifests"] = children };
        return registry.Put(repository, tag, type, index, []);
    }

    private static SeededImage Put(this InProcessRegistry registry, string repository, string? tag, string type, JsonObject manifest, IReadOnlyList<SeedLayer> layers)
    {
        var bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        var stored = registry.Store.PutManifest(repository, tag ?? Sha256.Of(bytes), type, bytes);
        return new SeededImage(repository, tag, type, stored.Digest, bytes.Length, layers);
    }

    private static JsonObject Describe(string type, string digest, long size)
        => new() { ["mediaType"] = type, ["digest"] = digest, ["size"] = size };

    private static JsonObject PlatformOf(string text)
    {
        var parts = text.Split('/');
        var platform = new JsonObject { ["architecture"] = parts[1], ["os"] = parts[0] };
        if (parts.Length > 2)
        {
            platform["variant"] = parts[2];
        }

        return platform;
    }
}
