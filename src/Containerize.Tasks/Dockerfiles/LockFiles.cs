using System.Text.Json;

namespace Containerize.Dockerfiles;

/// <summary>
/// Whether NuGet's lock files let a restore be <c>--locked-mode</c>: every project has one, and it knows the platform that is restored for (else NU1004).
/// </summary>
internal static class LockFiles
{
    /// <param name="runtimeIdentifiers">Those that the restore will name; none for a portable app.</param>
    public static bool Cover(IReadOnlyList<SourceProject> projects, IReadOnlyList<string> runtimeIdentifiers)
        => projects.All(project => project.LockFile is not null)
            && (projects.Count == 0 || runtimeIdentifiers.All(ReadTargets(projects[^1].LockFile!).Contains));

    /// <summary>Runtime identifiers that a lock file has packages for: its frameworks look like <c>net10.0/linux-x64</c>.</summary>
    private static HashSet<string> ReadTargets(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.TryGetProperty("dependencies", out var frameworks) && frameworks.ValueKind == JsonValueKind.Object
                ? [.. frameworks.EnumerateObject().Select(framework => framework.Name.Split('/')).Where(parts => parts.Length == 2).Select(parts => parts[1])]
                : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
