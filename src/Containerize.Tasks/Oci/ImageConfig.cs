using System.Globalization;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>
/// An image's configuration (OCI image spec, config.md), kept as the JSON it was: fields that we do not know survive, because
/// bases carry more than the spec names (Docker's Healthcheck, OnBuild and Shell; os.features; vendors' own). Never changes; another is made of it
/// with <see cref="ToBuilder"/>.
/// </summary>
/// <param name="root">Not to be changed any more.</param>
/// <param name="diffIds">Those that it names.</param>
internal sealed class ImageConfig(JsonObject root, IReadOnlyList<Digest> diffIds)
{
    public string Os => (string?)root["os"] ?? string.Empty;

    public string Architecture => (string?)root["architecture"] ?? string.Empty;

    public Platform Platform => Platform.FromJson(root);

    /// <summary>Hashes of the uncompressed layers, lowest first.</summary>
    public IReadOnlyList<Digest> DiffIds { get; } = diffIds;

    public string? User => (string?)Run?["User"];

    /// <summary>Whether containers of this image run as root, as far as it says; none is root too (config.md, User). Of a group it says nothing.</summary>
    public bool IsRoot => User?.Split(':')[0] is null or "" or "0" or "root";

    public IReadOnlyList<string> Entrypoint => [.. Strings(Run?["Entrypoint"])];

    public IReadOnlyList<string> Command => [.. Strings(Run?["Cmd"])];

    public string? WorkingDirectory => (string?)Run?["WorkingDir"];

    public string? StopSignal => (string?)Run?["StopSignal"];

    /// <summary>Names and values, in the order in which they are set.</summary>
    public IEnumerable<KeyValuePair<string, string>> EnvironmentVariables
        => Strings(Run?["Env"]).Select(entry => entry.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts.Length > 1 ? parts[1] : string.Empty));

    public IReadOnlyDictionary<string, string> Labels
        => Map("Labels").ToDictionary(label => label.Key, label => label.Value?.ToString() ?? string.Empty, StringComparer.Ordinal);

    /// <summary>For example <c>8080/tcp</c>.</summary>
    public IEnumerable<string> Ports => Map("ExposedPorts").Select(port => port.Key);

    public IEnumerable<string> Volumes => Map("Volumes").Select(volume => volume.Key);

    /// <summary>Comments of the history entries that made layers, lowest first; empty texts where there are none.</summary>
    public IReadOnlyList<string> LayerComments => ReadHistory("comment");

    /// <summary>What made the layers, lowest first, in the words of who made them; empty texts where nothing is told.</summary>
    public IReadOnlyList<string> LayerHistory => ReadHistory("created_by");

    /// <summary>Everything that was done to make the image, as far as it is told; lowest first.</summary>
    public IReadOnlyList<string> Commands => [.. History.Select(entry => (string?)entry["created_by"]).OfType<string>()];

    /// <summary>The <c>config</c> object: how containers of this image run. Null where there is none.</summary>
    private JsonObject? Run => root["config"] as JsonObject;

    private IEnumerable<JsonObject> History => (root["history"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The configuration of an image that starts from nothing.</summary>
    public static ImageConfig Empty(Platform platform)
    {
        var root = new JsonObject { ["architecture"] = platform.Architecture, ["os"] = platform.Os };
        if (platform.Variant is not null)
        {
            root["variant"] = platform.Variant;
        }

        root["config"] = new JsonObject();
        root["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray() };
        return new ImageConfig(root, []);
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BaseImageUnusable"/>: not JSON, or not an image's configuration.</exception>
    public static ImageConfig Parse(ReadOnlySpan<byte> utf8, string whatItIs)
    {
        var root = StrictJson.ParseObject(utf8, ErrorCodes.BaseImageUnusable, whatItIs);
        try
        {
            if (root["rootfs"] is not JsonObject rootfs || rootfs["diff_ids"] is not JsonArray ids)
            {
                throw new ContainerizeException(ErrorCodes.BaseImageUnusable, $"Reading {whatItIs}: it has no rootfs.diff_ids.");
            }

            var config = new ImageConfig(root, [.. ids.Select(id => Digest.Parse((string?)id, $"a diffID in {whatItIs}"))]);
            config.RequireReadable();
            return config;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new ContainerizeException(ErrorCodes.BaseImageUnusable, $"Reading {whatItIs}: a field has the wrong kind ({Excerpt.Of(e.Message)}).", e);
        }
    }

    public static string FormatTime(DateTimeOffset time)
        => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The value of an environment variable, as containers of this image see it; null when it is not set.</summary>
    public string? Environment(string name)
        => Strings(Run?["Env"]).LastOrDefault(entry => entry.StartsWith(name + "=", StringComparison.Ordinal)) is { } entry
            ? entry[(name.Length + 1)..]
            : null;

    /// <summary>Begins with this configuration, which itself stays as it is.</summary>
    public ImageConfigBuilder ToBuilder() => new((JsonObject)root.DeepClone(), DiffIds);

    public byte[] ToBytes() => StrictJson.Write(json => root.WriteTo(json));

    private static IEnumerable<string> Strings(JsonNode? node)
        => node is JsonArray array ? array.Select(item => (string?)item ?? string.Empty) : [];

    private JsonObject Map(string name) => Run?[name] as JsonObject ?? [];

    private string[] ReadHistory(string field)
        => [.. History.Where(entry => (bool?)entry["empty_layer"] != true).Select(entry => (string?)entry[field] ?? string.Empty)];

    /// <summary>Touches every field that is read later, so that a hostile configuration fails here, with a name, and nowhere else.</summary>
    private void RequireReadable()
    {
        _ = (Os, Architecture, Platform, User, Entrypoint);
        _ = Strings(Run?["Env"]).Count();
        _ = (LayerComments, LayerHistory, Commands, Command, WorkingDirectory, StopSignal);
        _ = History.Count(entry => (bool?)entry["empty_layer"] == true);
    }
}
