using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>What came of asking a program for its engine's version.</summary>
/// <param name="Program">Absolute path; null when it is not installed.</param>
/// <param name="Kind">By what it says of itself, or else by its name.</param>
/// <param name="Failure">Why it does not answer; null when it does.</param>
internal sealed record EngineAnswer(string? Program, EngineKind Kind, string? Failure)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [MemberNotNullWhen(true, nameof(Program))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsThere => Program is not null && Failure is null;

    /// <summary>Why it does not answer, as the end of a sentence: some reasons are questions.</summary>
    public string FailureSentence => Failure is null or [.., '?'] ? Failure ?? string.Empty : Failure + ".";

    /// <param name="name">An engine's name, or the absolute path of a program.</param>
    public static async Task<EngineAnswer> AskAsync(string name, HostEnvironment host, CancellationToken cancellationToken)
    {
        var named = KindByName(name);
        var program = Path.IsPathFullyQualified(name) ? (File.Exists(name) ? name : null) : InstalledProgram.Find(name, host);
        if (program is null)
        {
            return new EngineAnswer(null, named, Path.IsPathFullyQualified(name) ? "there is no such file" : "it is not installed");
        }

        try
        {
            // Not {{.Server.Version}}: podman that is called docker has no server to tell of.
            var result = await ProgramRunner.RunAsync(new ProgramCall(program, ["version", "--format", "{{json .}}"], Limit), cancellationToken);
            return result switch
            {
                null => new EngineAnswer(program, named, "it cannot be run"),
                { Succeeded: true } => new EngineAnswer(program, KindBySelf(result.Output) ?? named, null),
                _ => new EngineAnswer(program, named, Excerpt.Of(result.LastErrorLine).TrimEnd('.')),
            };
        }
        catch (TimeoutException e)
        {
            return new EngineAnswer(program, named, e.Message);
        }
    }

    private static EngineKind KindByName(string name) => Path.GetFileNameWithoutExtension(name).ToUpperInvariant() switch
    {
        var upper when upper.Contains("PODMAN", StringComparison.Ordinal) => EngineKind.Podman,
        var upper when upper.Contains("NERDCTL", StringComparison.Ordinal) || upper == "FINCH" => EngineKind.Nerdctl,
        _ => EngineKind.Docker,
    };

    /// <summary>podman alone has <c>OsArch</c>, and a server that is containerd alone is nerdctl's.</summary>
    private static EngineKind? KindBySelf(string version)
    {
        try
        {
            var answer = JsonNode.Parse(version) as JsonObject;
            return (answer?["Client"], answer?["Server"]) switch
            {
                (JsonObject client, _) when client.ContainsKey("OsArch") => EngineKind.Podman,
                (_, JsonObject server) when ReadComponents(server) is { Count: > 0 } names
                    => names.Contains("Engine") || !names.Contains("containerd") ? EngineKind.Docker : EngineKind.Nerdctl,
                (JsonObject client, _) when client.ContainsKey("ApiVersion") => EngineKind.Docker,
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static HashSet<string> ReadComponents(JsonObject server) => (server["Components"] as JsonArray ?? [])
        .Select(component => (string?)component?["Name"] ?? string.Empty)
        .ToHashSet(StringComparer.Ordinal);
}
