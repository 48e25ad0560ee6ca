using System.Text.Json.Nodes;
using Containerize.TestKit.Images;

namespace Containerize.Tests.Engine.Building;

/// <summary>What two images must have in common to be the same to everybody who runs them, as text.</summary>
internal static class ImageLikeness
{
    /// <summary>Labels that the Dockerfile leaves out since they change with the commit, the clone or the machine, and one that buildah adds; docs/dockerfile.md names them.</summary>
    private static readonly string[] UnlikeLabels = ["org.opencontainers.image.created", "org.opencontainers.image.base.digest", "net.dot.sdk.version", "io.buildah.version"];

    /// <summary>Folders of bases that our files lie below.</summary>
    private static readonly string[] BasesFolders =
        ["etc/", "etc/nginx/", "etc/nginx/conf.d/", "usr/", "usr/local/", "usr/local/share/", "usr/local/share/ca-certificates/", "var/", "var/lib/", "var/cache/"];

    private static readonly string[] Fields = ["User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "StopSignal", "Labels"];

    /// <summary>
    /// Everything that a container could see of a layer's files. Folders are written with and without a slash; the root and what lies above the
    /// working directory are not ours: builders repeat what the base says of them, and so do we where it matters. Folders for volumes that
    /// a builder makes have the time of the build.
    /// </summary>
    /// <param name="workingDirectory">The image's.</param>
    /// <param name="unlike">The one file whose bytes may differ.</param>
    public static string Tree(PulledLayer layer, string workingDirectory, string? unlike = null) => string.Join('\n', layer.Items
        .Select(item => (Path: item.Path.TrimEnd('/'), Item: item))
        .Where(entry => entry.Path.Length > 0 && !IsAbove(entry.Item, workingDirectory))
        .OrderBy(entry => entry.Path, StringComparer.Ordinal)
        .Select(entry => $"{entry.Path} {entry.Item.Type} {(int)entry.Item.Mode & 0b1_111_111_111:X} {entry.Item.Uid}:{entry.Item.Gid} {TimeOf(entry.Item, layer, workingDirectory)} {entry.Item.LinkTarget} {(entry.Path == unlike ? string.Empty : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(entry.Item.Content)))}"));

    private static bool IsAbove(TarItem item, string workingDirectory)
    {
        var path = item.Path.TrimEnd('/') + "/";
        var working = workingDirectory.TrimStart('/') + "/";
        return item.IsDirectory && ((working != path && working.StartsWith(path, StringComparison.Ordinal)) || BasesFolders.Contains(path));
    }

    private static string TimeOf(TarItem item, PulledLayer layer, string workingDirectory)
        => IsMadeByBuilder(item, layer, workingDirectory) ? "whenever" : item.Time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Folders on the way to what is copied to a place of its own.</summary>
    private static bool IsMadeByBuilder(TarItem item, PulledLayer layer, string workingDirectory)
        => layer.Items.All(other => other.IsDirectory)
            || (item.IsDirectory
                && layer.Items.Any(file => !file.IsDirectory && (file.Uid != 0 || !$"/{file.Path}".StartsWith(workingDirectory, StringComparison.Ordinal))));

    public static string Configuration(PulledImage image) => string.Join('\n', Fields.Select(field => $"{field}: {Text(field, image.Run[field])}"));

    /// <summary>Builders write empty lists and texts where we write none.</summary>
    private static string Text(string field, JsonNode? node) => node switch
    {
        null => string.Empty,
        JsonValue value when value.ToString().Length == 0 => string.Empty,
        JsonObject map => string.Join(", ", map.Where(entry => field != "Labels" || !UnlikeLabels.Contains(entry.Key, StringComparer.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}")),
        _ => node.ToJsonString(),
    };
}
