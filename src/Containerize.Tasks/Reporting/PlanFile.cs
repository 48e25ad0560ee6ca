using System.Text;
using System.Text.Json;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>A plan for other programs, as JSON, and beside it for people, as text. Fields are only ever added within one schema version.</summary>
internal static class PlanFile
{
    private const int SchemaVersion = 1;

    /// <param name="path">Absolute, without an ending: gets <c>.json</c> and <c>.txt</c>.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ResultNotWritten"/>.</exception>
    public static void Write(string path, ImagePlan plan)
    {
        ReportFile.Write("the plan", path + ".json", ToJson(plan));
        var text = string.Concat(PlanText.FormatLines(plan, withFiles: true).Select(line => line.TrimEnd() + "\n"));
        ReportFile.Write("the plan", path + ".txt", Encoding.UTF8.GetBytes(text));
    }

    internal static byte[] ToJson(ImagePlan plan) => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteTexts("references", plan.References);
        json.WriteString("destination", plan.Destination.Name);
        json.WriteBoolean("unchanged", plan.Unchanged);
        json.WriteStartArray("images");
        foreach (var image in plan.Images)
        {
            WriteImage(json, image);
        }

        json.WriteEndArray();
        json.WriteStartArray("others");
        foreach (var other in plan.Others)
        {
            json.WriteStartObject();
            json.WriteString("destination", other.Kind.Name);
            json.WriteTexts("references", other.References);
            json.WriteBoolean("unchanged", other.Unchanged);
            json.WriteNumber("missing", other.Missing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteImage(Utf8JsonWriter json, ForeseenImage image)
    {
        json.WriteStartObject();
        json.WriteString("platform", image.Platform.ToString());
        json.WriteBase(image.Base);
        json.WriteTexts("entrypoint", image.Config.Entrypoint);
        json.WriteTexts("command", image.Config.Command);
        json.WriteString("user", image.Config.User);
        json.WriteString("workingDirectory", image.Config.WorkingDirectory);
        json.WriteTexts("ports", image.Config.Ports);
        json.WriteTexts("volumes", image.Config.Volumes);
        json.WriteStartArray("layers");
        foreach (var layer in image.BaseLayers)
        {
            json.WriteStartObject();
            json.WriteString("class", LayerReport.BaseClass);
            WriteBlob(json, layer);
            json.WriteEndObject();
        }

        foreach (var layer in image.Layers)
        {
            WriteLayer(json, layer);
        }

        json.WriteEndArray();
        json.WriteStartArray("leftOut");
        foreach (var file in image.LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("reason", LeftOutText.Name(file.Reason));
            WriteDescription(json, file.File);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLayer(Utf8JsonWriter json, ForeseenLayer layer)
    {
        json.WriteStartObject();
        json.WriteString("class", layer.Plan.Class.Name);
        json.WriteNumber("size", layer.Plan.Size);
        if (layer.DiffId is { } diffId)
        {
            json.WriteString("diffId", diffId.ToString());
        }

        if (layer.Blob is { } blob)
        {
            WriteBlob(json, blob);
        }

        json.WriteStartArray("files");
        foreach (var file in layer.Plan.Files)
        {
            WriteFile(json, file);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBlob(Utf8JsonWriter json, ForeseenBlob blob)
    {
        json.WriteNumber("compressedSize", blob.Descriptor.Size);
        json.WriteString("digest", blob.Descriptor.Digest.ToString());
        json.WriteString("outcome", blob.Outcome.Word);
    }

    private static void WriteFile(Utf8JsonWriter json, PublishedFile file)
    {
        json.WriteStartObject();
        WriteDescription(json, file);
        json.WriteEndObject();
    }

    private static void WriteDescription(Utf8JsonWriter json, PublishedFile file)
    {
        json.WriteString("path", file.RelativePath);
        json.WriteNumber("size", file.Size);
        json.WriteString("origin", file.Origin switch
        {
            FileOrigin.RuntimePack => "runtime",
            FileOrigin.Host => "host",
            FileOrigin.Package => "package",
            FileOrigin.Project => "project",
            FileOrigin.Content => "content",
            FileOrigin.Vendor => "vendor",
            FileOrigin.Folder => "folder",
            FileOrigin.Volume => "volume",
            _ => "app",
        });
        if (file.Origin is FileOrigin.Package package)
        {
            json.WriteString("package", package.Id);
            json.WriteString("version", package.Version);
        }
    }
}
