using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using Containerize.Oci;
using Containerize.TestKit.Registry.Seeding;

namespace Containerize.Tests.Images;

/// <summary>An image as BuildKit's exporter <c>type=oci</c> writes it: an image layout in a tar, without Docker's manifest.json.</summary>
/// <param name="Layers">Lowest first, each with what made it.</param>
internal sealed record BuiltImage(string Architecture, params IReadOnlyList<(string CreatedBy, SeedLayer Layer)> Layers)
{
    /// <summary>What BuildKit makes of a WORKDIR.</summary>
    public static SeedLayer Empty { get; } = SeedLayer.Gzip(new byte[1024]);

    /// <summary>Writes the layout's tar.</summary>
    /// <param name="name">Of the tar, relative to the folder.</param>
    /// <param name="isNested">As with attestations: index.json leads to an index with all images, and with entries for no platform.</param>
    /// <returns>Absolute path.</returns>
    public static string Write(TemporaryFolder folder, string name, bool isNested, params IReadOnlyList<BuiltImage> images)
    {
        var layout = name + ".layout";
        folder.Write($"{layout}/oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        var entries = images.Select(image => image.WriteTo(folder, layout)).ToList();
        if (isNested)
        {
            // An attestation's manifest is one like any other; its entry says that it is for no platform.
            entries.Add(images[0].WriteTo(folder, layout) with { Platform = new Platform("unknown", "unknown") });
            entries = [Write(folder, layout, MediaTypes.OciIndex, new ImageIndex(MediaTypes.OciIndex, entries).ToBytes())];
        }

        folder.Write($"{layout}/index.json", new ImageIndex(MediaTypes.OciIndex, entries).ToBytes());
        TarFile.CreateFromDirectory(folder.At(layout), folder.At(name), includeBaseDirectory: false);
        return folder.At(name);
    }

    private Descriptor WriteTo(TemporaryFolder folder, string layout)
    {
        var config = new JsonObject
        {
            ["architecture"] = Architecture,
            ["os"] = "linux",
            ["config"] = new JsonObject { ["WorkingDir"] = "/app" },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. Layers.Select(entry => (JsonNode)entry.Layer.DiffId)]) },
            ["history"] = new JsonArray(
                [new JsonObject { ["created_by"] = "ENV A=1", ["empty_layer"] = true }, .. Layers.Select(entry => new JsonObject { ["created_by"] = entry.CreatedBy })]),
        };
        var manifest = new ImageManifest(
            MediaTypes.OciManifest,
            Write(folder, layout, MediaTypes.OciConfig, Encoding.UTF8.GetBytes(config.ToJsonString())),
            [.. Layers.Select(entry => Write(folder, layout, entry.Layer.MediaType, entry.Layer.Blob))]);
        return Write(folder, layout, MediaTypes.OciManifest, manifest.ToBytes());
    }

    private static Descriptor Write(TemporaryFolder folder, string layout, string mediaType, byte[] content)
    {
        var digest = Digest.Of(content);
        folder.Write($"{layout}/blobs/sha256/{digest.Hex}", content);
        return new Descriptor(mediaType, digest, content.Length);
    }
}
