using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Tar;

namespace Containerize.Destinations;

/// <summary>
/// One tar file that every tool loads: an OCI image layout (image-layout.md) with Docker's <c>manifest.json</c> beside it, pointing at
/// the same blobs. That file knows no platforms: of several images it names the first. Equal images give equal archives.
/// </summary>
internal static class ImageArchive
{
    /// <param name="output">Written from start to end without seeking, so it may be a pipe; not disposed.</param>
    /// <param name="references">Full names with tags that the image gets where it is loaded.</param>
    public static async Task WriteAsync(Stream output, ImageSet images, IReadOnlyList<string> references, CancellationToken cancellationToken)
    {
        var tar = new TarStreamWriter(output);
        tar.WriteDirectory("blobs/");
        tar.WriteDirectory("blobs/sha256/");
        if (images.IsIndex)
        {
            tar.WriteBytes(PathOf(images.Top.Digest), images.TopBytes);
        }

        foreach (var image in images.Images)
        {
            tar.WriteBytes(PathOf(image.Manifest.Digest), image.ManifestBytes);
        }

        foreach (var blob in images.Blobs)
        {
            await WriteBlobAsync(tar, blob, cancellationToken);
        }

        tar.WriteBytes("index.json", Index(images.Top, references));
        tar.WriteBytes("manifest.json", DockerManifest(images.Images[0], references));
        tar.WriteBytes("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8);
        tar.Complete();
    }

    private static async Task WriteBlobAsync(TarStreamWriter tar, ImageBlob blob, CancellationToken cancellationToken)
    {
        await using var content = await blob.OpenAsync(cancellationToken);
        await tar.WriteFileAsync(TarEntry.File(PathOf(blob.Descriptor.Digest), blob.Descriptor.Size), content, cancellationToken);
    }

    private static string PathOf(Digest digest) => "blobs/sha256/" + digest.Hex;

    private static byte[] Index(Descriptor top, IReadOnlyList<string> references) => OciJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", MediaTypes.OciIndex);
        json.WriteStartArray("manifests");
        foreach (var reference in references)
        {
            var named = top with
            {
                Annotations = new()
                {
                    // containerd's own name, and the specification's, which is the part after the colon.
                    ["io.containerd.image.name"] = reference,
                    ["org.opencontainers.image.ref.name"] = reference[(reference.LastIndexOf(':') + 1)..],
                },
            };
            named.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static byte[] DockerManifest(FinishedImage image, IReadOnlyList<string> references) => OciJson.Write(json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("Config", PathOf(image.Config.Descriptor.Digest));
        WriteArray("RepoTags", references);
        WriteArray("Layers", image.Layers.Select(layer => PathOf(layer.Descriptor.Digest)));
        json.WriteEndObject();
        json.WriteEndArray();

        void WriteArray(string name, IEnumerable<string> items)
        {
            json.WriteStartArray(name);
            foreach (var item in items)
            {
                json.WriteStringValue(item);
            }

            json.WriteEndArray();
        }
    });
}
