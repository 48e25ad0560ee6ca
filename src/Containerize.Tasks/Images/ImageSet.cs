using Containerize.Oci;

namespace Containerize.Images;

/// <summary>What names lead to: an image, or an index of images for several platforms (OCI image spec, image-index.md).</summary>
/// <param name="Top">Descriptor of the image's manifest, or of the index.</param>
/// <param name="Images">In the order in which they stand in the index; at least one.</param>
internal sealed record ImageSet(Descriptor Top, byte[] TopBytes, IReadOnlyList<FinishedImage> Images)
{
    public bool IsIndex => Images.Count > 1;

    /// <summary>Layers and configurations of all images, each once.</summary>
    public IEnumerable<ImageBlob> Blobs => Images.SelectMany(image => image.Blobs).DistinctBy(blob => blob.Descriptor.Digest);

    /// <summary>One image goes by its own name; several get an index.</summary>
    /// <param name="annotations">Of the index; images have their own already.</param>
    public static ImageSet Create(IReadOnlyList<FinishedImage> images, ImageFormat format, IReadOnlyList<KeyValuePair<string, string>> annotations)
    {
        if (images is [var only])
        {
            return new ImageSet(only.Manifest, only.ManifestBytes, images);
        }

        var mediaType = format == ImageFormat.Docker ? MediaTypes.DockerManifestList : MediaTypes.OciIndex;
        var manifests = images.Select(image => image.Manifest with { Platform = image.Platform });
        var bytes = new ImageIndex(mediaType, [.. manifests]) { Annotations = annotations }.ToBytes();
        return new ImageSet(new Descriptor(mediaType, Digest.Of(bytes), bytes.Length), bytes, images);
    }
}
