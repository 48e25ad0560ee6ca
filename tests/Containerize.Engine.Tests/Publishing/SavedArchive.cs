using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Containerize.Tests.Engine.Publishing;

/// <summary>An archive as <c>docker save</c> writes it, of an image that nobody here has made.</summary>
internal static class SavedArchive
{
    /// <param name="path">Where it goes.</param>
    /// <param name="layers">Lowest first: names and contents of its files.</param>
    public static void Write(string path, params IReadOnlyList<IEnumerable<(string Name, string Content)>> layers)
    {
        var tars = layers.Select(Pack).ToArray();
        var config = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Entrypoint"] = new JsonArray("/usr/bin/app", "--name", "it's \"here\""), ["Env"] = new JsonArray("A=1", "API_TOKEN=very-secret"), ["User"] = "app" },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. tars.Select(tar => (JsonNode)$"sha256:{Hash(tar)}")]) },
            ["history"] = new JsonArray([.. layers.Select((_, i) => new JsonObject { ["created_by"] = $"COPY step {i + 1} / # buildkit" })]),
        };
        var manifest = new JsonArray(new JsonObject
        {
            ["Config"] = "config.json",
            ["RepoTags"] = new JsonArray("others/app:1"),
            ["Layers"] = new JsonArray([.. tars.Select((_, i) => (JsonNode)$"{i}/layer.tar")]),
        });
        using var writer = new TarWriter(File.Create(path));
        Add(writer, "config.json", Encoding.UTF8.GetBytes(config.ToJsonString()));
        Add(writer, "manifest.json", Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        for (var i = 0; i < tars.Length; i++)
        {
            Add(writer, $"{i}/layer.tar", tars[i]);
        }
    }

    private static byte[] Pack(IEnumerable<(string Name, string Content)> files)
    {
        using var packed = new MemoryStream();
        using (var writer = new TarWriter(packed, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                Add(writer, name, Encoding.UTF8.GetBytes(content));
            }
        }

        return packed.ToArray();
    }

    private static void Add(TarWriter writer, string name, byte[] content)
        => writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
