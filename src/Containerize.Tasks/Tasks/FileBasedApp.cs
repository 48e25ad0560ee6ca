using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Tasks;

/// <summary>
/// A program that is one C# file. Its project has a name and a place like any other and exists in memory only: the .NET SDK makes it of the file and hands
/// it to MSBuild, and to editors that ask (<c>dotnet run-api</c>).
/// </summary>
internal static class FileBasedApp
{
    /// <summary>The dotnet that runs this build says here where it is.</summary>
    public const string RunningDotnet = "DOTNET_HOST_PATH";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>The file <c>app.cs</c> of a project <c>app.cs.csproj</c>, which the first SDKs called <c>app.csproj</c>.</summary>
    /// <param name="projectFile">Absolute path.</param>
    /// <returns>Null where the project is a file itself, or neither of them is there.</returns>
    public static string? FindEntryPoint(string projectFile)
    {
        if (File.Exists(projectFile) || !projectFile.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = projectFile[..^".csproj".Length];
        return new[] { name, name + ".cs" }.FirstOrDefault(File.Exists);
    }

    /// <param name="entryPoint">Absolute path of the C# file.</param>
    /// <returns>The project's text.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.GraphUnreadable"/>.</exception>
    public static async Task<string> ReadProjectAsync(string entryPoint, HostEnvironment host, CancellationToken cancellationToken)
    {
        var question = new JsonObject { ["$type"] = "GetProject", ["EntryPointFileFullPath"] = entryPoint }.ToJsonString() + "\n";
        var call = new ProgramCall(host[RunningDotnet] ?? "dotnet", ["run-api"], Limit)
        {
            // So that a global.json counts as it does for the build.
            WorkingDirectory = Path.GetDirectoryName(entryPoint),
            Input = (stream, token) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(question), token).AsTask(),
        };
        try
        {
            var result = await ProgramRunner.RunAsync(call, cancellationToken) ?? throw Unreadable(entryPoint, $"there is no {call.Program}");
            var answer = result.Succeeded ? JsonNode.Parse(result.Output) as JsonObject : throw Unreadable(entryPoint, result.LastErrorLine);
            return (string?)answer?["Content"] ?? throw Unreadable(entryPoint, (string?)answer?["Message"] ?? result.Output);
        }
        catch (Exception e) when (e is TimeoutException or JsonException or InvalidOperationException)
        {
            throw Unreadable(entryPoint, e.Message);
        }
    }

    private static ContainerizeException Unreadable(string entryPoint, string reason) => new(
        ErrorCodes.GraphUnreadable,
        $"Reading the project graph: the .NET SDK does not say what project it makes of {entryPoint} (dotnet run-api): {Excerpt.Of(reason.Trim())}. "
            + $"Make a project of it: dotnet project convert {Path.GetFileName(entryPoint)}.");
}
