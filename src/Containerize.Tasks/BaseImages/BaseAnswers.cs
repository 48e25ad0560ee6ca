using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Tar;

namespace Containerize.BaseImages;

/// <summary>What was asked of a base image's file system.</summary>
/// <param name="Paths">By the absolute path that was asked for.</param>
/// <param name="User">The numbers of the user that was asked for; null where the image does not know it, or none was.</param>
internal sealed record BaseAnswers(IReadOnlyDictionary<string, FoundPath> Paths, FileRights? User)
{
    /// <summary>An image of nothing.</summary>
    public static BaseAnswers CreateEmpty(IEnumerable<string> paths)
        => new(
            paths.Distinct(StringComparer.Ordinal).ToDictionary(
                path => path,
                path => new FoundPath(path.Trim('/'), [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(_ => (FileRights?)null)]),
                StringComparer.Ordinal),
            User: null);

    public string ToJson()
    {
        var paths = new JsonObject();
        foreach (var (path, found) in Paths)
        {
            paths[path] = new JsonObject { ["real"] = found.Real, ["folders"] = new JsonArray([.. found.Folders.Select(Write)]) };
        }

        return new JsonObject { ["paths"] = paths, ["user"] = Write(User) }.ToJsonString();
    }

    /// <summary>Null when the text is not what <see cref="ToJson"/> writes.</summary>
    public static BaseAnswers? Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json)!;
            return new BaseAnswers(
                root["paths"]!.AsObject().ToDictionary(
                    entry => entry.Key,
                    entry => new FoundPath((string)entry.Value!["real"]!, [.. entry.Value["folders"]!.AsArray().Select(Read)]),
                    StringComparer.Ordinal),
                Read(root["user"]));
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonNode? Write(FileRights? owner) => owner is null ? null : new JsonArray(owner.User, owner.Group, owner.Mode);

    private static FileRights? Read(JsonNode? node) => node is null ? null : new FileRights((long)node[0]!, (long)node[1]!, (int)node[2]!);
}
