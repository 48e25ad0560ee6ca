namespace Containerize.Tasks;

/// <summary>A folder that all processes of one build know, and no other build; whoever uses it first sees to its end (<see cref="ClaimedNames"/>).</summary>
internal static class BuildFolder
{
    /// <param name="buildId">What Containerize.Build.proj gives.</param>
    /// <returns>Absolute path; null where the build is of one project alone.</returns>
    public static string? Find(string? buildId) => Guid.TryParse(buildId, out var id) ? Path.Join(Path.GetTempPath(), $"containerize-{id:N}") : null;
}
