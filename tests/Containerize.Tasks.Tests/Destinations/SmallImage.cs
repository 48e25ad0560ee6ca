using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Tests.Destinations;

/// <summary>Images of a few bytes that are not the same.</summary>
internal static class SmallImage
{
    public static FinishedImage Of(string content, string architecture = "amd64")
    {
        return Of(Blob($"config of {content}"), [Blob("shared"), Blob(content)], architecture);
    }

    public static FinishedImage Of(ImageBlob config, IReadOnlyList<ImageBlob> layers, string architecture = "amd64")
    {
        var manifest = new ImageManifest(MediaTypes.OciManifest, config.Descriptor, [.. layers.Select(layer => layer.Descriptor)]).ToBytes();
        return new FinishedImage(
            new Platform("linux", architecture), new Descriptor(MediaTypes.OciManifest, Digest.Of(manifest), manifest.Length), manifest, config, layers);
    }

    private static ImageBlob Blob(string text)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(text);
        return new ImageBlob(new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(content), content.Length), text, [], _ => Task.FromResult<Stream>(new MemoryStream(content)));
    }
}
