using System.Text.Encodings.Web;
using System.Text.Json;
using Containerize.Reporting;

namespace Containerize.Explaining;

/// <summary>
/// What the page shows, as JSON for a script element. Names in it are whoever's made the image, so that nothing may end the element or mean anything in
/// HTML: everything that could is escaped (HTML Living Standard, 4.12.1.3).
/// </summary>
internal static class ReportJson
{
    /// <summary>Files of one finding and one change that are named. All are counted.</summary>
    private const int MostNamed = 200;

    private const int MostChanges = 2000;

    private const int MostDuplicates = 100;

    // The encoder of .NET for HTML: <, >, &, ', ", U+2028 and all that is not in Basic Latin become escapes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>The same bytes for the same explanation.</summary>
    public static void Write(Stream output, Explanation explanation)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("title", explanation.Title);
        json.WriteString("state", explanation.State);
        json.WriteString("command", explanation.Command);
        json.WriteTexts("references", explanation.References);
        json.WriteStartArray("images");
        foreach (var image in explanation.Images)
        {
            WriteImage(json, image);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, ExplainedImage image)
    {
        var texts = new TextTable();
        json.WriteStartObject();
        json.WriteString("platform", image.Platform.ToString());
        json.WriteBase(image.Base);
        json.WriteString("digest", image.Digest?.ToString());
        ReportConfigJson.Write(json, image.Config);
        json.WriteStartArray("layers");
        foreach (var layer in image.Layers)
        {
            WriteLayer(json, layer, texts);
        }

        json.WriteEndArray();
        WriteFindings(json, Findings.Find(image.Layers));
        WriteResends(json, Resends.Find(image.Layers));
        if (image.Changes is { } changes)
        {
            WriteChanges(json, changes, image.Layers);
        }

        json.WriteString("whyNoChanges", image.WhyNoChanges);
        json.WriteStartArray("leftOut");
        foreach (var file in image.LeftOut)
        {
            json.WriteStartArray();
            json.WriteStringValue(file.File.RelativePath);
            json.WriteNumberValue(file.File.Size);
            json.WriteStringValue(LeftOutText.Why(file.Reason));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteTexts("texts", texts.All);
        json.WriteEndObject();
    }

    /// <summary>A file is an array, and what many have in common is a number: there may be a hundred thousand.</summary>
    private static void WriteLayer(Utf8JsonWriter json, ExplainedLayer layer, TextTable texts)
    {
        json.WriteStartObject();
        json.WriteString("class", layer.Class);
        json.WriteString("maker", Excerpt.Of(layer.Maker, 2000));
        json.WriteString("diffId", layer.DiffId?.ToString());
        json.WriteString("digest", layer.Blob?.Digest.ToString());
        if (layer.Blob is { } blob)
        {
            json.WriteNumber("compressedSize", blob.Size);
        }

        json.WriteString("outcome", layer.Outcome);
        json.WriteNumber("size", layer.Size);
        json.WriteBoolean("read", layer.Files is not null);
        json.WriteNumber("removed", layer.Removed.Count);
        json.WriteStartArray("files");
        foreach (var file in layer.Files ?? [])
        {
            json.WriteStartArray();
            json.WriteStringValue(file.Path);
            json.WriteNumberValue(file.Size);
            json.WriteNumberValue(texts.Number(file.Owner));
            json.WriteNumberValue(texts.Number(file.LinkTarget is { } target ? $"link to {target}" : file.Reason));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<Finding> findings)
    {
        var duplicates = findings.Where(finding => finding.Kind == Finding.Duplicate).ToArray();
        json.WriteNumber("duplicateCount", duplicates.Length);
        json.WriteNumber("duplicateSize", duplicates.Sum(finding => finding.Size));
        json.WriteStartArray("findings");
        foreach (var finding in findings.Where(finding => finding.Kind != Finding.Duplicate).Concat(duplicates.Take(MostDuplicates)))
        {
            json.WriteStartObject();
            json.WriteString("kind", finding.Kind);
            json.WriteString("title", finding.Title);
            json.WriteNumber("size", finding.Size);
            json.WriteNumber("count", finding.Files.Count);
            json.WriteStartArray("files");
            foreach (var file in finding.Files.Take(MostNamed))
            {
                json.WriteStartArray();
                json.WriteNumberValue(file.Layer);
                json.WriteNumberValue(file.Index);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteResends(Utf8JsonWriter json, IReadOnlyList<Resend> resends)
    {
        json.WriteStartArray("resends");
        foreach (var resend in resends)
        {
            json.WriteStartObject();
            json.WriteString("what", resend.What);
            json.WriteNumber("bytes", resend.Bytes);
            json.WriteBoolean("exact", resend.IsExact);
            json.WriteStartArray("layers");
            foreach (var layer in resend.Layers)
            {
                json.WriteNumberValue(layer);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteChanges(Utf8JsonWriter json, ImageChanges changes, IReadOnlyList<ExplainedLayer> layers)
    {
        json.WriteStartObject("changes");
        json.WriteString("name", changes.Name);
        json.WriteString("earlier", changes.Earlier?.ToString());
        json.WriteStartArray("kept");
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i].DiffId is { } diffId && changes.Kept.Contains(diffId))
            {
                json.WriteNumberValue(i);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("gone");
        foreach (var layer in changes.Gone)
        {
            json.WriteStartObject();
            json.WriteString("class", layer.Class);
            json.WriteString("maker", Excerpt.Of(layer.Maker, 500));
            json.WriteNumber("compressedSize", layer.Blob?.Size ?? 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("read", changes.Files is not null);
        json.WriteNumber("fileCount", changes.Files?.Count ?? 0);
        json.WriteStartArray("files");
        foreach (var file in changes.Files?.Take(MostChanges) ?? [])
        {
            json.WriteStartArray();
            json.WriteStringValue(file.Path);
            json.WriteNumberValue(file.Before ?? -1);
            json.WriteNumberValue(file.After ?? -1);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
