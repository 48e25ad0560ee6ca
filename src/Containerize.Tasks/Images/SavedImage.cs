using System.Formats.Tar;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Images;

/// <summary>An image that a builder saved (<c>docker save</c>, buildah's <c>docker-archive</c>): its configuration, and its layers as tars on this machine.</summary>
/// <param name="ConfigBytes">Exactly as the builder wrote them: their hash is the image's id.</param>
/// <param name="Layers">Absolute paths, lowest first.</param>
internal sealed record SavedImage(byte[] ConfigBytes, ImageConfig Config, IReadOnlyList<string> Layers)
{
    /// <param name="archive">Absolute path of the tar.</param>
    /// <param name="folder">Absolute path of an empty folder to unpack into.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BuilderFailed"/>: it is no such archive.</exception>
    public static async Task<SavedImage> ReadAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: true, cancellationToken);
            var manifest = OciJsonArray(await File.ReadAllBytesAsync(Path.Join(folder, "manifest.json"), cancellationToken));
            var configBytes = await File.ReadAllBytesAsync(PathIn(folder, (string?)manifest["Config"]), cancellationToken);
            var config = ImageConfig.Parse(configBytes, "the configuration of the built image");
            string[] layers = [.. (manifest["Layers"] as JsonArray ?? []).Select(layer => PathIn(folder, (string?)layer))];
            return layers.Length == config.DiffIds.Count
                ? new SavedImage(configBytes, config, layers)
                : throw new InvalidDataException($"it has {layers.Length} layers, and its configuration tells of {config.DiffIds.Count}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException or FormatException or System.Text.Json.JsonException)
        {
            throw new ContainerizeException(ErrorCodes.BuilderFailed, $"Taking the image from the builder's archive {archive}: {Excerpt.Of(e.Message).TrimEnd('.')}.", e);
        }
    }

    private static JsonObject OciJsonArray(byte[] utf8) => JsonNode.Parse(utf8) is JsonArray { Count: 1 } array && array[0] is JsonObject only
        ? only
        : throw new InvalidDataException("its manifest.json does not name exactly one image");

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
