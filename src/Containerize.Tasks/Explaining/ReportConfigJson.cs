using System.Text.Json;
using Containerize.Describing.Secrets;
using Containerize.Oci;
using Containerize.Reporting;

namespace Containerize.Explaining;

/// <summary>How containers of an image start, for the page.</summary>
internal static class ReportConfigJson
{
    /// <summary>A report is passed on more freely than an image is.</summary>
    private const string Hidden = "(not shown: it is named like a secret)";

    public static void Write(Utf8JsonWriter json, ImageConfig config)
    {
        json.WriteStartObject("config");
        json.WriteTexts("entrypoint", config.Entrypoint);
        json.WriteTexts("command", config.Command);
        json.WriteString("user", config.User is { Length: > 0 } user ? user : "root");
        json.WriteString("workingDirectory", config.WorkingDirectory is { Length: > 0 } folder ? folder : "/");
        json.WriteString("stopSignal", config.StopSignal);
        json.WriteTexts("ports", config.Ports);
        json.WriteTexts("volumes", config.Volumes);
        WritePairs(json, "environment", config.EnvironmentVariables);
        WritePairs(json, "labels", config.Labels.OrderBy(label => label.Key, StringComparer.Ordinal));
        json.WriteEndObject();
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        json.WriteStartArray(name);
        foreach (var (key, value) in pairs)
        {
            json.WriteStartArray();
            json.WriteStringValue(key);
            json.WriteStringValue(value.Length > 0 && SecretName.Is(key) ? Hidden : value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
