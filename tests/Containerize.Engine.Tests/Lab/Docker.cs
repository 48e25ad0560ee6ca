using System.Text.Json.Nodes;

namespace Containerize.Tests.Engine.Lab;

/// <summary>The lab's Docker Engine.</summary>
internal static class Docker
{
    /// <returns>Standard output.</returns>
    public static Task<string> RunAsync(params IEnumerable<string> arguments) => Command.RunAsync(TheLab.Docker, ["--host", TheLab.DockerHost, .. arguments]);

    /// <returns>Null: there is none of that name.</returns>
    public static async Task<JsonObject?> ImageAsync(string reference)
    {
        var result = await Command.TryRunAsync(TheLab.Docker, ["--host", TheLab.DockerHost, "image", "inspect", reference]);
        return result.ExitCode == 0 ? JsonNode.Parse(result.Output)!.AsArray()[0]!.AsObject() : null;
    }

    /// <summary>Runs a program to its end in a new container, which is gone afterwards.</summary>
    /// <returns>What it printed.</returns>
    public static Task<string> RunImageAsync(string image, params IEnumerable<string> arguments) => RunAsync(["run", "--rm", "--network=host", image, .. arguments]);
}
