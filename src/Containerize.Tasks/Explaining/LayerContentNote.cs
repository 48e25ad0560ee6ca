using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Explaining.Packages;
using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>What a layer holds, as a note: its name is the diffID, so that it is never out of date.</summary>
internal static class LayerContentNote
{
    /// <summary>Another form is another number, and a note of it is none.</summary>
    private const int Form = 1;

    public static string Format(LayerContent content) => System.Text.Encoding.UTF8.GetString(StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("form", Form);
        json.WriteStartArray("files");
        foreach (var file in content.Files)
        {
            json.WriteStartArray();
            json.WriteStringValue(file.Path);
            json.WriteNumberValue(file.Size);
            json.WriteNumberValue(file.Mode ?? 0);
            json.WriteStringValue(file.Hash?.ToString("x32", CultureInfo.InvariantCulture));
            json.WriteStringValue(file.LinkTarget);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("removed");
        foreach (var path in content.Removed)
        {
            json.WriteStringValue(path);
        }

        json.WriteEndArray();
        json.WriteStartArray("packages");
        foreach (var (path, owned) in content.Packages.Files)
        {
            json.WriteStartArray();
            json.WriteStringValue(path);
            json.WriteStringValue(owned.Name);
            json.WriteStringValue(owned.Kind);
            json.WriteBooleanValue(owned.IsVersioned);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartObject("versions");
        foreach (var (name, version) in content.Packages.Versions)
        {
            json.WriteString(name, version);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }));

    /// <summary>Null when the text is not what <see cref="Format"/> writes.</summary>
    public static LayerContent? Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json)!;
            return (int)root["form"]! != Form ? null : new LayerContent(
                [.. root["files"]!.AsArray().Select(file => ReadFile(file!.AsArray()))],
                [.. root["removed"]!.AsArray().Select(path => (string)path!)],
                new PackageFacts
                {
                    Files = root["packages"]!.AsArray().ToDictionary(
                        entry => (string)entry![0]!, entry => new Owned((string)entry![1]!, (string)entry[2]!, (bool)entry[3]!), StringComparer.Ordinal),
                    Versions = root["versions"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal),
                });
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException
            or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static ExplainedFile ReadFile(JsonArray file) => new((string)file[0]!, (long)file[1]!)
    {
        Mode = (int)file[2]!,
        Hash = (string?)file[3] is { } hash ? UInt128.Parse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null,
        LinkTarget = (string?)file[4],
    };
}
