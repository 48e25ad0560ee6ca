using System.Text.RegularExpressions;
using Containerize.Host;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;

namespace Containerize.Tasks;

/// <summary>Finds the folders in which a project has npm do something: those of JavaScript projects, and those where its own targets start it.</summary>
internal static partial class NodeUse
{
    /// <param name="isOwn">Whether a file is the user's: what packages do, they do with what they bring.</param>
    /// <returns>Absolute paths of folders with a package.json.</returns>
    public static IEnumerable<string> Find(Project project, Func<string, bool> isOwn)
    {
        var folders = project.FullPath.EndsWith(".esproj", StringComparison.OrdinalIgnoreCase)
            ? [project.DirectoryPath]
            : project.Targets.Values
                .Where(target => isOwn(target.FullPath))
                .SelectMany(target => target.Children.OfType<ProjectTaskInstance>())
                .Where(task => task.Name == "Exec" && task.Parameters.TryGetValue("Command", out var command) && Npm().IsMatch(project.ExpandString(command)))
                .Select(task => task.Parameters.TryGetValue("WorkingDirectory", out var folder)
                    ? Path.GetFullPath(PathText.ToLocal(project.ExpandString(folder)), project.DirectoryPath)
                    : project.DirectoryPath);
        return folders.Select(Path.TrimEndingDirectorySeparator).Where(folder => File.Exists(Path.Join(folder, "package.json")));
    }

    [GeneratedRegex(@"(^|[\s;&|(""'])(npm|npx|pnpm|yarn|bun)(\s|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Npm();
}
