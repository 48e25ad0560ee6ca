using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Containerize.Benchmarks.Registries;

/// <summary>
/// Something for images to stand on where no real .NET base image is at hand: an index of two platforms over one layer of noise.
/// It can be published onto, not run.
/// </summary>
internal static class SyntheticBaseImage
{
    private const int LayerSize = 8_000_000;

    public static async Task PutAsync(RegistryContent registry, string repository, string tag, CancellationToken cancellationToken)
    {
        var tar = MakeTar();
        var layer = await registry.PutBlobAsync(repository, "application/vnd.oci.image.layer.v1.tar+gzip", Compress(tar), cancellationToken);
        var children = new JsonArray();
        foreach (var architecture in (string[])["amd64", "arm64"])
        {
            children.Add(await PutPlatformAsync(registry, repository, architecture, RegistryContent.DigestOf(tar), layer, cancellationToken));
        }

        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.index.v1+json",
            ["manifests"] = children,
        };
        await registry.PutManifestAsync(repository, tag, index, cancellationToken);
    }

    private static async Task<JsonObject> PutPlatformAsync(
        RegistryContent registry,
        string repository,
        string architecture,
        string diffId,
        JsonObject layer,
        CancellationToken cancellationToken)
    {
        var configuration = new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["Env"] = new JsonArray("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "APP_UID=1654", "ASPNETCORE_HTTP_PORTS=8080"),
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(diffId) },
            ["history"] = new JsonArray(new JsonObject { ["created_by"] = "benchmark" }),
        };
        var content = JsonSerializer.SerializeToUtf8Bytes(configuration);
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
            ["config"] = await registry.PutBlobAsync(repository, "application/vnd.oci.image.config.v1+json", content, cancellationToken),
            ["layers"] = new JsonArray(layer.DeepClone()),
        };
        var descriptor = await registry.PutManifestAsync(repository, tag: null, manifest, cancellationToken);
        descriptor["platform"] = new JsonObject { ["architecture"] = architecture, ["os"] = "linux" };
        return descriptor;
    }

    private static byte[] MakeTar()
    {
        var noise = new byte[LayerSize];
        new Random(1).NextBytes(noise);
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "usr/share/dotnet/noise")
            {
                DataStream = new MemoryStream(noise),
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }

        return tar.ToArray();
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
