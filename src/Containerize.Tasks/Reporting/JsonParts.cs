using System.Text.Json;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>What the result file and the plan have in common.</summary>
internal static class JsonParts
{
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <param name="standsOn">With the digest that the reference stood for; null: nothing is written.</param>
    public static void WriteBase(this Utf8JsonWriter json, ImageReference? standsOn)
    {
        if (standsOn is null)
        {
            return;
        }

        json.WriteStartObject("base");
        json.WriteString("reference", (standsOn with { Digest = null }).ToString());
        json.WriteString("digest", standsOn.Digest!.ToString());
        json.WriteEndObject();
    }
}
