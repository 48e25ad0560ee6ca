using System.Collections.Concurrent;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// The texts of projects and of what they import, each read once in a build: MSBuild too has read them once, and what a publish began with is what it is
/// judged by in the end.
/// </summary>
internal sealed class ProjectTexts
{
    private readonly ConcurrentDictionary<string, string?> texts = new(StringComparer.Ordinal);

    /// <param name="engine">Keeps them until the build ends; null: nobody does.</param>
    public static ProjectTexts Of(IBuildEngine? engine) => BuildObjects.Keep(engine, string.Empty, () => new ProjectTexts());

    /// <param name="path">Absolute.</param>
    /// <returns>Null if there is nothing to read: the project of a program that is one file exists in memory only.</returns>
    public string? Read(string path) => texts.GetOrAdd(path, ProjectText.Read);
}
