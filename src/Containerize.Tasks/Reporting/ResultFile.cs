using System.Text.Json;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>A publish's result for other programs, as JSON. Fields are only ever added within one schema version.</summary>
internal static class ResultFile
{
    private const int SchemaVersion = 1;

    /// <param name="folder">Absolute path of the folder for what other programs read.</param>
    public static string In(string folder) => Path.Join(folder, "image.json");

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ResultNotWritten"/>.</exception>
    /// <param name="results">Of each destination that is whole; at least one.</param>
    public static void Write(string path, IReadOnlyList<PublishResult> results) => ReportFile.Write("the result of the publish", path, ToJson(results));

    /// <summary>What the first destination has, as if it were the only one, and then what became of each.</summary>
    internal static byte[] ToJson(IReadOnlyList<PublishResult> results) => StrictJson.Write(json =>
    {
        var result = results[0];
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteTexts("references", result.References);
        json.WriteTexts("tags", result.Tags);
        json.WriteString("destination", result.Destination.Name);
        json.WriteString("digest", result.Top.Digest.ToString());
        json.WriteString("mediaType", result.Top.MediaType);
        json.WriteNumber("size", result.Size);
        if (result.Images is [var only])
        {
            WriteImage(json, only);
        }
        else
        {
            json.WriteStartArray("images");
            foreach (var image in result.Images)
            {
                json.WriteStartObject();
                json.WriteString("digest", image.Manifest.Digest.ToString());
                json.WriteString("mediaType", image.Manifest.MediaType);
                json.WriteNumber("size", image.Size);
                WriteImage(json, image);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteBoolean("unchanged", result.Unchanged);
        json.WriteNumber("layerBytesSent", result.LayerBytesSent);
        json.WriteNumber("bytesSent", result.BytesSent);
        json.WriteNumber("bytesLoaded", result.BytesLoaded);
        json.WriteNumber("requests", result.Requests);
        json.WriteNumber("seconds", Math.Round(result.Duration.TotalSeconds, 3));
        json.WriteStartArray("destinations");
        foreach (var any in results)
        {
            WriteDestination(json, any);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteDestination(Utf8JsonWriter json, PublishResult result)
    {
        json.WriteStartObject();
        json.WriteString("destination", result.Destination.Name);
        json.WriteTexts("references", result.References);
        json.WriteString("digest", result.Top.Digest.ToString());
        json.WriteBoolean("unchanged", result.Unchanged);
        json.WriteNumber("layerBytesSent", result.LayerBytesSent);
        json.WriteNumber("bytesLoaded", result.BytesLoaded);
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, ImageReport image)
    {
        json.WriteString("configDigest", image.Config.Digest.ToString());
        json.WriteString("platform", image.Platform.ToString());
        json.WriteBase(image.Base);
        json.WriteStartArray("layers");
        foreach (var layer in image.Layers)
        {
            WriteLayer(json, layer);
        }

        json.WriteEndArray();
        json.WriteStartArray("leftOut");
        foreach (var group in LeftOutGroup.Of(image.LeftOut))
        {
            json.WriteStartObject();
            json.WriteString("reason", LeftOutText.Name(group.Reason));
            json.WriteNumber("files", group.Files);
            json.WriteNumber("size", group.Size);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLayer(Utf8JsonWriter json, LayerReport layer)
    {
        json.WriteStartObject();
        json.WriteString("class", layer.Class);
        if (layer.Files is { } files)
        {
            json.WriteNumber("files", files);
        }

        if (layer.Size is { } size)
        {
            json.WriteNumber("size", size);
        }

        json.WriteNumber("compressedSize", layer.Blob.Size);
        json.WriteString("mediaType", layer.Blob.MediaType);
        json.WriteString("digest", layer.Blob.Digest.ToString());
        json.WriteString("diffId", layer.DiffId.ToString());
        json.WriteBoolean("cached", layer.Cached);
        json.WriteString("outcome", layer.Outcome.Word);
        json.WriteEndObject();
    }
}
