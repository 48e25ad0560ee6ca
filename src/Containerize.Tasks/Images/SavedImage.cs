using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Images;

/// <summary>
/// Reads what an engine or a builder saves: a tar with a configuration, layers, and a <c>manifest.json</c> that names them (<c>docker save</c>, buildah's
/// <c>docker-archive</c>), or else an image layout (BuildKit's <c>type=oci</c>).
/// </summary>
internal static class SavedImage
{
    /// <param name="archive">Absolute path of the tar.</param>
    /// <param name="folder">Absolute path of an empty folder to unpack into; the image's layers are opened there.</param>
    /// <param name="platform">That of the image that is wanted.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.BuilderFailed"/>: it is no such archive; <see cref="ErrorCodes.OtherPlatform"/>: there is none for that platform in it.
    /// </exception>
    public static async Task<Image> ReadAsync(string archive, string folder, Platform platform, CancellationToken cancellationToken)
    {
        var images = await ReadAllAsync(archive, folder, cancellationToken);
        return images.FirstOrDefault(image => platform.IsServedBy(image.Config.Platform)) ?? throw new ContainerizeException(
            ErrorCodes.OtherPlatform,
            $"Taking the image for {platform} from the builder's archive {archive}: there is none in it, but {ListPlatforms(images)}. "
                + "Use a builder that builds for it, or leave the platform out of ContainerRuntimeIdentifiers.");
    }

    private static string ListPlatforms(IReadOnlyList<Image> images)
        => images.Count > 0 ? $"one for {string.Join(" and ", images.Select(image => Excerpt.Of(image.Config.Platform.ToString())))}" : "no image at all";

    private static async Task<IReadOnlyList<Image>> ReadAllAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: true, cancellationToken);
            return File.Exists(Path.Join(folder, "manifest.json"))
                ? [await ReadDockersAsync(folder, cancellationToken)]
                : await LayoutImage.ReadAllAsync(folder, cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ContainerizeException
            or InvalidOperationException or FormatException or JsonException)
        {
            throw new ContainerizeException(
                ErrorCodes.BuilderFailed,
                $"Taking the image from the builder's archive {archive}: {Excerpt.Of(e.Message).TrimEnd('.')}.",
                e);
        }
    }

    /// <summary>The image that a <c>manifest.json</c> names.</summary>
    /// <param name="folder">Absolute path of what was in the archive.</param>
    /// <exception cref="InvalidDataException">It names not one, or what it names is not there.</exception>
    public static async Task<Image> ReadDockersAsync(string folder, CancellationToken cancellationToken)
    {
        var manifest = ReadManifest(await File.ReadAllBytesAsync(Path.Join(folder, "manifest.json"), cancellationToken));
        var configBytes = await File.ReadAllBytesAsync(PathIn(folder, (string?)manifest["Config"]), cancellationToken);
        var config = ImageConfig.Parse(configBytes, "the configuration of the built image");
        string?[] files = [.. (manifest["Layers"] as JsonArray ?? []).Select(layer => (string?)layer)];
        if (files.Length != config.DiffIds.Count)
        {
            throw new InvalidDataException($"it has {files.Length} layers, and its configuration tells of {config.DiffIds.Count}");
        }

        var layers = new List<ImageBlob>();
        foreach (var (file, diffId) in files.Zip(config.DiffIds))
        {
            layers.Add(await CreateBlobAsync(PathIn(folder, file), ImageLayout.FindDigest(file!), diffId, cancellationToken));
        }

        return new Image { Config = config, ConfigBytes = configBytes, Layers = layers };
    }

    private static JsonObject ReadManifest(byte[] utf8) => JsonNode.Parse(utf8) is JsonArray { Count: 1 } array && array[0] is JsonObject only
        ? only
        : throw new InvalidDataException("its manifest.json does not name exactly one image");

    /// <summary>The digest of a tar is its diffID, as far as the configuration is right; who unpacks the layer finds out.</summary>
    /// <param name="named">What the file is called; null where its name is no digest.</param>
    private static async Task<ImageBlob> CreateBlobAsync(string file, Digest? named, Digest diffId, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        var mediaType = PackedTar.MediaTypeOf(content);
        var digest = named ?? (mediaType == MediaTypes.OciLayer ? diffId : Digest.FromHash(await SHA256.HashDataAsync(content, cancellationToken)));
        return new ImageBlob(new Descriptor(mediaType, digest, content.Length), $"layer {diffId}", Sources: [],
            _ => Task.FromResult<Stream>(File.OpenRead(file)));
    }

    /// <summary>A layer that an image has twice is a link in the archive.</summary>
    private static string PathIn(string folder, string? relative)
    {
        var path = Path.GetFullPath(relative ?? string.Empty, folder);
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? target
            : throw new InvalidDataException($"{relative} is not in the archive");
    }
}
