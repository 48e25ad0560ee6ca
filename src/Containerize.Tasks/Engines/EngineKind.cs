using System.Text.Json;
using System.Text.Json.Nodes;

namespace Containerize.Engines;

/// <summary>Whose ways an engine's program has, whatever it is called: how it is asked who it is, and how it is known by the answer.</summary>
internal sealed class EngineKind
{
    /// <summary>Also where it is called <c>docker</c> (the package podman-docker). It alone has <c>OsArch</c>.</summary>
    public static readonly EngineKind Podman = new("Podman") { Answers = (client, _) => client.ContainsKey("OsArch") };

    /// <summary>
    /// A client of containerd: <c>nerdctl</c>, and <c>finch</c>, which runs it in a machine of its own. A server that is containerd alone is its.
    /// </summary>
    public static readonly EngineKind Nerdctl = new("nerdctl", "finch")
    {
        Answers = (_, server) => server.Contains("containerd") && !server.Contains("Engine"),
    };

    /// <summary>Docker's own client, or one that answers like it.</summary>
    public static readonly EngineKind Docker = new("Docker") { Answers = (client, server) => server.Count > 0 || client.ContainsKey("ApiVersion") };

    /// <summary>The first that an answer fits is who gave it.</summary>
    private static readonly EngineKind[] All = [Podman, Nerdctl, Docker];

    private EngineKind(params string[] names) => Names = names;

    /// <summary>Every engine as people write it: <c>Docker</c>. Its program is the same in lower case.</summary>
    public static IEnumerable<string> AllNames { get; } = [.. Docker.Names, .. All.Where(kind => kind != Docker).SelectMany(kind => kind.Names)];

    public IReadOnlyList<string> Names { get; }

    /// <summary>Arguments that its program answers with JSON. Not <c>{{.Server.Version}}</c>: podman that is called docker has no server to tell of.</summary>
    public IReadOnlyList<string> Question { get; init; } = ["version", "--format", "{{json .}}"];

    /// <summary>Whether an answer is one of this kind's: what it says of the client, and the names of the server's components.</summary>
    private Func<JsonObject, HashSet<string>, bool> Answers { get; init; } = (_, _) => false;

    /// <summary>The name of a program; null where there is no engine of that name.</summary>
    /// <param name="name">In any case.</param>
    public static string? FindProgram(string name)
        => AllNames.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))?.ToLowerInvariant();

    /// <summary>Docker's where the name says nothing: what takes its commands may be called anything.</summary>
    /// <param name="program">A name, or an absolute path.</param>
    public static EngineKind FindByName(string program)
    {
        var name = Path.GetFileNameWithoutExtension(program);
        return All.FirstOrDefault(kind => kind.Names.Any(known => name.Contains(known, StringComparison.OrdinalIgnoreCase))) ?? Docker;
    }

    /// <summary>Null where the answer does not tell.</summary>
    /// <param name="answer">To <see cref="Question"/>.</param>
    public static EngineKind? FindByAnswer(string answer)
    {
        try
        {
            var told = JsonNode.Parse(answer) as JsonObject;
            var client = told?["Client"] as JsonObject ?? [];
            var server = ReadComponents(told?["Server"] as JsonObject);
            return All.FirstOrDefault(kind => kind.Answers(client, server));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public override string ToString() => Names[0];

    private static HashSet<string> ReadComponents(JsonObject? server) => (server?["Components"] as JsonArray ?? [])
        .Select(component => (string?)component?["Name"] ?? string.Empty)
        .ToHashSet(StringComparer.Ordinal);
}
