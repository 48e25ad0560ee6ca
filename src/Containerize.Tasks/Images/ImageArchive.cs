using Containerize.Oci;
using Containerize.Tar;

namespace Containerize.Images;

/// <summary>
/// One tar file that every tool loads: an OCI image layout (image-layout.md) with Docker's <c>manifest.json</c> beside it, pointing at
/// the same blobs. That file knows no platforms: of several images it names the first. Equal images give equal archives.
/// </summary>
internal static class ImageArchive
{
    /// <param name="output">Written from start to end without seeking, so it may be a pipe; not disposed.</param>
    /// <param name="references">Names with tags that the image gets where it is loaded; none, and its digest is all that it is known by.</param>
    public static Task WriteAsync(Stream output, ImageSet images, IReadOnlyList<string> references, CancellationToken cancellationToken)
        => WriteAsync(output, images, references, new HashSet<Digest>(), cancellationToken);

    /// <summary>For an engine that has some of the layers. They are named as ever, and only their files are not there.</summary>
    /// <param name="output">As above.</param>
    /// <param name="references">As above.</param>
    /// <param name="leftOut">Blobs that are not written, nor opened.</param>
    public static async Task WriteAsync(
        Stream output, ImageSet images, IReadOnlyList<string> references, IReadOnlySet<Digest> leftOut, CancellationToken cancellationToken)
    {
        var tar = new TarStreamWriter(output);
        tar.WriteDirectory("blobs/");
        tar.WriteDirectory("blobs/sha256/");
        if (images.IsIndex)
        {
            tar.WriteBytes(ImageLayout.PathOf(images.Top.Digest), images.TopBytes);
        }

        foreach (var image in images.Images)
        {
            tar.WriteBytes(ImageLayout.PathOf(image.Manifest.Digest), image.ManifestBytes);
        }

        foreach (var blob in images.Blobs.Where(blob => !leftOut.Contains(blob.Descriptor.Digest)))
        {
            await WriteBlobAsync(tar, blob, cancellationToken);
        }

        // Whoever takes one platform out of an archive may look for it before anything is unpacked.
        var top = images.IsIndex ? images.Top : images.Top with { Platform = images.Images[0].Platform };
        var index = new LayoutIndex();
        if (references.Count == 0)
        {
            index.Add(top);
        }

        index.Name(top, references);
        tar.WriteBytes(ImageLayout.IndexName, index.ToBytes());
        tar.WriteBytes("manifest.json", FormatDockerManifest(images.Images[0], references));
        tar.WriteBytes(ImageLayout.MarkerName, ImageLayout.Marker);
        tar.Complete();
    }

    private static async Task WriteBlobAsync(TarStreamWriter tar, ImageBlob blob, CancellationToken cancellationToken)
    {
        await using var content = await blob.OpenAsync(cancellationToken);
        await tar.WriteFileAsync(TarEntry.File(ImageLayout.PathOf(blob.Descriptor.Digest), blob.Descriptor.Size), content, cancellationToken);
    }

    private static byte[] FormatDockerManifest(FinishedImage image, IReadOnlyList<string> references) => StrictJson.Write(json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("Config", ImageLayout.PathOf(image.Config.Descriptor.Digest));
        WriteArray("RepoTags", references);
        WriteArray("Layers", image.Layers.Select(layer => ImageLayout.PathOf(layer.Descriptor.Digest)));
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
