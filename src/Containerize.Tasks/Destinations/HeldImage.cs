using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>An image that an engine says it has, as <c>image inspect</c> shows it.</summary>
/// <param name="Id">Digest of its configuration, or in containerd's store of its manifest or index.</param>
/// <param name="HasDescriptor">
/// Docker 28 and later tell it of images in containerd's store, and there <paramref name="DiffIds"/> only of those whose content is all there.
/// </param>
/// <param name="DiffIds">Of its layers, lowest first; of an index for the machine's platform.</param>
internal sealed record HeldImage(Digest Id, bool HasDescriptor, IReadOnlyList<Digest> DiffIds)
{
    /// <summary>Asks for an array in JSON. (podman 4 gives one for <c>{{json .}}</c> too, where others give lines.)</summary>
    public static readonly IReadOnlyList<string> Question = ["image", "inspect"];

    /// <summary>An answer of another form tells of none.</summary>
    public static IReadOnlyList<HeldImage> ReadAll(string answer)
    {
        try
        {
            return [.. (JsonNode.Parse(answer) as JsonArray ?? []).Select(Read).OfType<HeldImage>()];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>Whether a name leads to it.</summary>
    public bool IsNamed { get; init; }

    private static HeldImage? Read(JsonNode? image)
    {
        var id = (string?)image?["Id"];
        // podman leaves the algorithm out.
        return Digest.TryParse(id, out var digest) || Digest.TryParse("sha256:" + id, out digest)
            ? new HeldImage(digest, image?["Descriptor"] is JsonObject, ReadDiffIds(image?["RootFS"]?["Layers"]))
            {
                IsNamed = image?["RepoTags"] is JsonArray { Count: > 0 },
            }
            : null;
    }

    private static List<Digest> ReadDiffIds(JsonNode? layers)
    {
        var diffIds = new List<Digest>();
        foreach (var layer in layers as JsonArray ?? [])
        {
            if (!Digest.TryParse((string?)layer, out var diffId))
            {
                return [];
            }

            diffIds.Add(diffId);
        }

        return diffIds;
    }
}
