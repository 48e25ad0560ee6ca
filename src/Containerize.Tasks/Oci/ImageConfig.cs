using System.Globalization;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>
/// An image's configuration (OCI image spec, config.md), kept as the JSON it was: fields that we do not know survive, because
/// bases carry more than the spec names (Docker's Healthcheck, OnBuild and Shell; os.features; vendors' own).
/// </summary>
internal sealed class ImageConfig
{
    private readonly JsonObject root;

    private ImageConfig(JsonObject root) => this.root = root;

    public string Os => (string?)root["os"] ?? string.Empty;

    public string Architecture => (string?)root["architecture"] ?? string.Empty;

    public Platform Platform => Platform.FromJson(root);

    /// <summary>Hashes of the uncompressed layers, lowest first.</summary>
    public IReadOnlyList<Digest> DiffIds { get; private init; } = [];

    public string? User => (string?)Run["User"];

    /// <summary>The <c>config</c> object: how containers of this image run.</summary>
    private JsonObject Run
    {
        get
        {
            if (root["config"] is not JsonObject run)
            {
                root["config"] = run = [];
            }

            return run;
        }
    }

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
        return new ImageConfig(root);
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BaseImageUnusable"/>: not JSON, or not an image's configuration.</exception>
    public static ImageConfig Parse(ReadOnlySpan<byte> utf8, string whatItIs)
    {
        var root = OciJson.ParseObject(utf8, ErrorCodes.BaseImageUnusable, whatItIs);
        try
        {
            if (root["rootfs"] is not JsonObject rootfs || rootfs["diff_ids"] is not JsonArray ids)
            {
                throw new ContainerizeException(ErrorCodes.BaseImageUnusable, $"Reading {whatItIs}: it has no rootfs.diff_ids.");
            }

            var config = new ImageConfig(root)
            {
                DiffIds = [.. ids.Select(id => Digest.Parse((string?)id, $"a diffID in {whatItIs}"))],
            };
            config.RequireReadable();
            return config;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new ContainerizeException(ErrorCodes.BaseImageUnusable, $"Reading {whatItIs}: a field has the wrong kind ({Excerpt.Of(e.Message)}).", e);
        }
    }

    /// <summary>A configuration of its own with the same content.</summary>
    public ImageConfig Copy() => new((JsonObject)root.DeepClone()) { DiffIds = DiffIds };

    /// <summary>The value of an environment variable, as containers of this image see it; null when it is not set.</summary>
    public string? Environment(string name)
        => Strings(Run["Env"]).LastOrDefault(entry => entry.StartsWith(name + "=", StringComparison.Ordinal)) is { } entry
            ? entry[(name.Length + 1)..]
            : null;

    /// <summary>Sets a variable where it stands, or appends it.</summary>
    public void SetEnvironment(string name, string value)
    {
        var env = Run["Env"] as JsonArray;
        if (env is null)
        {
            Run["Env"] = env = [];
        }

        var entry = $"{name}={value}";
        var found = false;
        for (var i = env.Count - 1; i >= 0; i--)
        {
            if (((string?)env[i])?.StartsWith(name + "=", StringComparison.Ordinal) != true)
            {
                continue;
            }

            // The last of a name counts, so an earlier one would only mislead a reader.
            if (found)
            {
                env.RemoveAt(i);
            }
            else
            {
                env[i] = entry;
                found = true;
            }
        }

        if (!found)
        {
            env.Add(entry);
        }
    }

    public void SetUser(string user) => Run["User"] = user;

    public void SetWorkingDirectory(string path) => Run["WorkingDir"] = path;

    /// <summary>Times are in nanoseconds there.</summary>
    public void SetHealthCheck(HealthCheck check)
    {
        var json = new JsonObject { ["Test"] = Array(check.Command.Count > 0 ? ["CMD", .. check.Command] : ["NONE"]) };
        foreach (var (name, time) in new[] { ("Interval", check.Interval), ("Timeout", check.Timeout), ("StartPeriod", check.StartPeriod) })
        {
            if (time is { } set)
            {
                json[name] = set.Ticks * TimeSpan.NanosecondsPerTick;
            }
        }

        if (check.Retries is { } retries)
        {
            json["Retries"] = retries;
        }

        Run["Healthcheck"] = json;
    }

    public void SetStopSignal(string signal) => Run["StopSignal"] = signal;

    /// <summary>An entrypoint of ours makes the base's command meaningless: it was meant as arguments to the base's own.</summary>
    public void SetEntrypoint(IReadOnlyList<string> entrypoint)
    {
        Run["Entrypoint"] = entrypoint.Count > 0 ? Array(entrypoint) : null;
        Run.Remove("Cmd");
    }

    public void SetCommand(IReadOnlyList<string> command) => Run["Cmd"] = Array(command);

    public void SetLabel(string name, string value) => Map("Labels")[name] = value;

    /// <param name="port">For example <c>8080/tcp</c>, which a base may call <c>8080</c>.</param>
    public void AddPort(string port)
    {
        if (!port.EndsWith("/tcp", StringComparison.Ordinal) || !Map("ExposedPorts").ContainsKey(port[..^"/tcp".Length]))
        {
            Map("ExposedPorts")[port] = new JsonObject();
        }
    }

    public void AddVolume(string path) => Map("Volumes")[path] = new JsonObject();

    /// <summary>Comments of the history entries that made layers, lowest first; empty texts where there are none.</summary>
    public IReadOnlyList<string> LayerComments => OfLayers("comment");

    /// <summary>What made the layers, lowest first, in the words of who made them; empty texts where nothing is told.</summary>
    public IReadOnlyList<string> LayerHistory => OfLayers("created_by");

    /// <summary>Everything that was done to make the image, as far as it is told; lowest first.</summary>
    public IReadOnlyList<string> Commands
        => [.. (root["history"] as JsonArray ?? []).OfType<JsonObject>().Select(entry => (string?)entry["created_by"]).OfType<string>()];

    private string[] OfLayers(string field)
        => [.. (root["history"] as JsonArray ?? []).OfType<JsonObject>().Where(entry => (bool?)entry["empty_layer"] != true).Select(entry => (string?)entry[field] ?? string.Empty)];

    public IReadOnlyList<string> Entrypoint => [.. Strings(Run["Entrypoint"])];

    public IReadOnlyList<string> Command => [.. Strings(Run["Cmd"])];

    public string? WorkingDirectory => (string?)Run["WorkingDir"];

    public string? StopSignal => (string?)Run["StopSignal"];

    /// <summary>Names and values, in the order in which they are set.</summary>
    public IEnumerable<KeyValuePair<string, string>> EnvironmentVariables
        => Strings(Run["Env"]).Select(entry => entry.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts.Length > 1 ? parts[1] : string.Empty));

    public IReadOnlyDictionary<string, string> Labels
        => (Run["Labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => label.Value?.ToString() ?? string.Empty, StringComparer.Ordinal);

    /// <summary>For example <c>8080/tcp</c>.</summary>
    public IEnumerable<string> Ports => (Run["ExposedPorts"] as JsonObject ?? []).Select(port => port.Key);

    public IEnumerable<string> Volumes => (Run["Volumes"] as JsonObject ?? []).Select(volume => volume.Key);

    /// <summary>Gives the image its time and its layers: the base's diffIDs and history stay, ours follow.</summary>
    public ImageConfig With(DateTimeOffset created, IReadOnlyList<LayerRecord> layers)
    {
        var copy = (JsonObject)root.DeepClone();
        var time = Rfc3339(created);
        copy["created"] = time;
        var rootfs = (JsonObject)copy["rootfs"]!;
        var diffIds = (JsonArray)rootfs["diff_ids"]!;
        var history = CompleteHistory(copy, diffIds.Count);
        foreach (var layer in layers)
        {
            diffIds.Add(layer.DiffId.ToString());
            history.Add(new JsonObject { ["created"] = time, ["created_by"] = layer.CreatedBy, ["comment"] = layer.Comment });
        }

        SortMap(copy["config"] as JsonObject, "Labels");
        SortMap(copy["config"] as JsonObject, "ExposedPorts");
        SortMap(copy["config"] as JsonObject, "Volumes");
        return new ImageConfig(copy) { DiffIds = [.. DiffIds, .. layers.Select(l => l.DiffId)] };
    }

    public byte[] ToBytes() => OciJson.Write(json => root.WriteTo(json));

    public static string Rfc3339(DateTimeOffset time)
        => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Tools line layers up with the non-empty history entries. A base with fewer gets placeholders, or ours would be taken for the base's.</summary>
    private static JsonArray CompleteHistory(JsonObject root, int layers)
    {
        if (root["history"] is not JsonArray history)
        {
            root["history"] = history = [];
        }

        for (var told = history.Count(h => h is not JsonObject entry || (bool?)entry["empty_layer"] != true); told < layers; told++)
        {
            history.Add(new JsonObject { ["created_by"] = "(base image layer without history)" });
        }

        return history;
    }

    private static void SortMap(JsonObject? parent, string name)
    {
        if (parent?[name] is JsonObject map)
        {
            var sorted = new JsonObject();
            foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                sorted[key] = value?.DeepClone();
            }

            parent[name] = sorted;
        }
    }

    private static IEnumerable<string> Strings(JsonNode? node)
        => node is JsonArray array ? array.Select(item => (string?)item ?? string.Empty) : [];

    private static JsonArray Array(IReadOnlyList<string> items) => [.. items.Select(item => (JsonNode)item)];

    private JsonObject Map(string name)
    {
        if (Run[name] is not JsonObject map)
        {
            Run[name] = map = [];
        }

        return map;
    }

    /// <summary>Touches every field that is read later, so that a hostile configuration fails here, with a name, and nowhere else.</summary>
    private void RequireReadable()
    {
        _ = (Os, Architecture, Platform, User, Entrypoint);
        _ = Strings(Run["Env"]).Count();
        _ = (LayerComments, LayerHistory, Commands, Command, WorkingDirectory, StopSignal);
        if (root["history"] is JsonArray history)
        {
            _ = history.Count(h => h is JsonObject entry && (bool?)entry["empty_layer"] == true);
        }
    }
}
