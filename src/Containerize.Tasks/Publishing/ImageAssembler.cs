using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>Puts an image together: base, layers and configuration under one manifest, all in one family of media types.</summary>
internal sealed class ImageAssembler(ImageDefinition definition, LayerEncoding encoding)
{
    private bool IsOci => definition.Format == ImageFormat.Oci;

    /// <summary>The base's layers, by the names that they have in our image's format.</summary>
    public ImageBlob[] CreateBaseBlobs(Image from)
        => [.. from.Layers.Select(layer => layer with { Descriptor = ConvertToFormat(layer.Descriptor, $"the base image {from.Reference}") })];

    public ImageBlob Blob(PlannedLayer plan, BuiltLayer built, ImageReference? source, Func<CancellationToken, Task<Stream>> open)
        => new(ConvertOwn(built.Blob), $"layer {plan.Class}", source is null ? [] : [source], open) { IsFresh = !built.FromCache };

    /// <summary>A layer that nobody planned: a builder made it.</summary>
    public ImageBlob Blob(string whatItIs, BuiltLayer built, Func<CancellationToken, Task<Stream>> open)
        => new(ConvertOwn(built.Blob), whatItIs, Sources: [], open);

    /// <param name="layers">Ours, lowest first.</param>
    public FinishedImage Assemble(Image from, IReadOnlyList<ImageBlob> baseBlobs, IReadOnlyList<ReadyLayer> layers, DateTimeOffset created)
    {
        var config = ConfigComposer.Compose(definition, from, created, [.. layers.Select(layer => CreateRecord(layer, encoding))]).ToBytes();
        return Assemble(config, from.Config.Platform, baseBlobs, [.. layers.Select(layer => layer.Blob)]);
    }

    /// <param name="config">The configuration's bytes, which tell of the layers that are given.</param>
    /// <param name="layers">Those above the base, lowest first.</param>
    public FinishedImage Assemble(byte[] config, Platform platform, IReadOnlyList<ImageBlob> baseBlobs, IReadOnlyList<ImageBlob> layers)
    {
        var configBlob = new ImageBlob(
            new Descriptor(IsOci ? MediaTypes.OciConfig : MediaTypes.DockerConfig, Digest.Of(config), config.Length),
            "the configuration",
            Sources: [],
            _ => Task.FromResult<Stream>(new MemoryStream(config, writable: false)))
        {
            IsFresh = true,
        };
        ImageBlob[] blobs = [.. baseBlobs, .. layers];
        var manifest = new ImageManifest(
            IsOci ? MediaTypes.OciManifest : MediaTypes.DockerManifest,
            configBlob.Descriptor,
            [.. blobs.Select(blob => blob.Descriptor)])
        {
            Annotations = definition.Annotations,
        };
        var bytes = manifest.ToBytes();
        return new FinishedImage(platform, new Descriptor(manifest.MediaType, Digest.Of(bytes), bytes.Length), bytes, configBlob, blobs);
    }

    /// <summary>Without its annotations nobody would find a layer's table of contents, and Docker's manifests (image manifest v2 schema 2) have none.</summary>
    private Descriptor ConvertOwn(Descriptor layer)
        => IsOci || layer.Annotations is null
            ? ConvertToFormat(layer, "ContainerizeCompression")
            : throw new ContainerizeException(
                ErrorCodes.BaseImageUnusable,
                "Assembling the image: ContainerizeCompression gives layers with annotations, for which Docker's format has no place. Set "
                    + "ContainerImageFormat to OCI.");

    private Descriptor ConvertToFormat(Descriptor layer, string whose)
        => MediaTypes.LayerIn(definition.Format, layer.MediaType) is { } mediaType
            ? layer with { MediaType = mediaType }
            : throw new ContainerizeException(
                ErrorCodes.BaseImageUnusable,
                $"Assembling the image: {whose} gives a layer of type {layer.MediaType}, for which Docker's format has no name. Set "
                    + "ContainerImageFormat to OCI.");

    /// <summary>What the configuration says of a layer of ours.</summary>
    internal static LayerRecord CreateRecord(ReadyLayer layer, LayerEncoding encoding) => new(layer.Built.DiffId, Describe(layer), encoding.Maker);

    private static string Describe(ReadyLayer layer) => $"{layer.Class}: {layer.Meaning}, {Counted.Of(layer.Files ?? 0, LayerClass.NounOf(layer.Class))}";
}
