using System.Text.Json.Nodes;

namespace Containerize.Oci;

/// <summary>A configuration that is being made of another: what is set here is laid over that one, and all the rest of it stays.</summary>
internal sealed class ImageConfigBuilder
{
    private readonly JsonObject root;
    private readonly List<Digest> diffIds;

    /// <param name="root">The builder's own from now on.</param>
    internal ImageConfigBuilder(JsonObject root, IEnumerable<Digest> diffIds)
    {
        this.root = root;
        this.diffIds = [.. diffIds];
        if (root["config"] is not JsonObject)
        {
            root["config"] = new JsonObject();
        }
    }

    /// <summary>How containers of this image run.</summary>
    private JsonObject Run => (JsonObject)root["config"]!;

    /// <summary>The configuration as it is now; what is set later is not in it.</summary>
    public ImageConfig Build()
    {
        var copy = (JsonObject)root.DeepClone();
        var run = (JsonObject)copy["config"]!;
        SortMap(run, "Labels");
        SortMap(run, "ExposedPorts");
        SortMap(run, "Volumes");
        return new ImageConfig(copy, [.. diffIds]);
    }

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

    /// <summary>A field of the <c>config</c> object that is a text, by the spec's name: <c>User</c>, <c>WorkingDir</c>, <c>StopSignal</c>.</summary>
    public void SetText(string field, string value) => Run[field] = value;

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

    /// <summary>Gives the image its time and its layers: the base's diffIDs and history stay, ours follow.</summary>
    public void AddLayers(DateTimeOffset created, IReadOnlyList<LayerRecord> layers)
    {
        var time = ImageConfig.FormatTime(created);
        root["created"] = time;
        var ids = (JsonArray)root["rootfs"]!["diff_ids"]!;
        var history = CompleteHistory(root, ids.Count);
        foreach (var layer in layers)
        {
            ids.Add(layer.DiffId.ToString());
            diffIds.Add(layer.DiffId);
            history.Add(new JsonObject { ["created"] = time, ["created_by"] = layer.CreatedBy, ["comment"] = layer.Comment });
        }
    }

    /// <summary>
    /// Leaves layers out that hold nothing. What made them stays in the history, as something that made none (config.md, <c>empty_layer</c>).
    /// </summary>
    /// <param name="numbers">Of the layers, the lowest is 0.</param>
    /// <returns>False, and nothing is changed, where the history does not tell of each layer once: then nobody could say which entry is whose.</returns>
    public bool TryLeaveOut(IReadOnlySet<int> numbers)
    {
        JsonObject[] made = [.. (root["history"] as JsonArray ?? []).OfType<JsonObject>().Where(entry => (bool?)entry["empty_layer"] != true)];
        if (made.Length != diffIds.Count)
        {
            return false;
        }

        var ids = (JsonArray)root["rootfs"]!["diff_ids"]!;
        foreach (var number in numbers.OrderDescending())
        {
            made[number]["empty_layer"] = true;
            ids.RemoveAt(number);
            diffIds.RemoveAt(number);
        }

        return true;
    }

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

    private static void SortMap(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject map)
        {
            var sorted = new JsonObject();
            foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                sorted[key] = value?.DeepClone();
            }

            parent[name] = sorted;
        }
    }

    private static JsonArray Array(IReadOnlyList<string> items) => [.. items.Select(item => (JsonNode)item)];

    private JsonObject Map(string name)
    {
        if (Run[name] is not JsonObject map)
        {
            Run[name] = map = [];
        }

        return map;
    }
}
