using System.Text.Json.Nodes;

namespace Containerize.Layers.Indexed;

/// <summary>What a layer with a table of contents ends with.</summary>
/// <param name="Tar">What the end adds to the tar, uncompressed; empty where the table is no part of it.</param>
/// <param name="Blob">What is written behind the blocks.</param>
/// <param name="Annotations">Of the layer's descriptor: by them a client finds the table, and knows that it is the right one.</param>
internal sealed record LayerEnd(byte[] Tar, byte[] Blob, IReadOnlyList<KeyValuePair<string, string>> Annotations)
{
    public JsonObject ToJson() => new(Annotations.Select(annotation => KeyValuePair.Create(annotation.Key, (JsonNode?)annotation.Value)));
}
