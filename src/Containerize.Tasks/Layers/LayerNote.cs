using System.Text.Json.Nodes;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Layers;

/// <summary>
/// What the cache notes of a layer: the blob's digest and size. With an index there are more lines: diffID and size of the tar, and one for each
/// annotation, <c>name=value</c>.
/// </summary>
internal static class LayerNote
{
    public static string Format(BuiltLayer layer, LayerEncoding encoding)
    {
        var blob = new SizedDigest(layer.Blob.Digest, layer.Blob.Size).ToString();
        if (!encoding.HasIndex)
        {
            return blob;
        }

        var annotations = (layer.Blob.Annotations ?? []).Select(annotation => $"{annotation.Key}={annotation.Value}");
        return string.Join('\n', [blob, new SizedDigest(layer.DiffId, layer.Size).ToString(), .. annotations]);
    }

    /// <summary>Null for anything else: a note may be torn.</summary>
    /// <param name="content">What the note is of.</param>
    public static BuiltLayer? Read(string? note, SizedDigest content, LayerEncoding encoding)
    {
        if (!encoding.HasIndex)
        {
            return SizedDigest.Parse(note) is { } plain
                ? new BuiltLayer(content.Digest, content.Size, new Descriptor(encoding.MediaType, plain.Digest, plain.Size), FromCache: true)
                : null;
        }

        if (note?.Split('\n') is not [var first, var second, .. var lines]
            || SizedDigest.Parse(first) is not { } blob
            || SizedDigest.Parse(second) is not { } tar
            || lines.Length == 0
            || lines.Any(line => line.IndexOf('=') < 0))
        {
            return null;
        }

        var annotations = new JsonObject(lines.Select(line => line.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1])));
        return new BuiltLayer(tar.Digest, tar.Size, new Descriptor(encoding.MediaType, blob.Digest, blob.Size) { Annotations = annotations }, FromCache: true)
        {
            Content = content,
        };
    }
}
