using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>What MSBuild tells the projects of a solution of each other.</summary>
internal static class SolutionProjects
{
    /// <summary>
    /// Of a text such as <c>&lt;SolutionConfiguration>&lt;ProjectConfiguration Project="{…}" AbsolutePath="/src/Shop/Shop.csproj"
    /// BuildProjectInSolution="True">Release|AnyCPU&lt;/ProjectConfiguration>…</c>.
    /// </summary>
    /// <param name="solution">CurrentSolutionConfigurationContents.</param>
    /// <param name="projectFile">Absolute path of the project that asks.</param>
    /// <returns>The others, with the properties that they are built with.</returns>
    public static IEnumerable<TaskItem> ListOthers(string solution, string projectFile)
    {
        foreach (var project in Parse(solution)?.Elements("ProjectConfiguration") ?? [])
        {
            if ((string?)project.Attribute("AbsolutePath") is { } path
                && !string.Equals(path, projectFile, StringComparison.OrdinalIgnoreCase)
                && !string.Equals((string?)project.Attribute("BuildProjectInSolution"), "false", StringComparison.OrdinalIgnoreCase)
                && File.Exists(path))
            {
                var parts = project.Value.Split('|');
                var item = new TaskItem(path);
                item.SetMetadata("AdditionalProperties", parts.Length == 2 ? $"Configuration={parts[0]};Platform={parts[1]}" : $"Configuration={parts[0]}");
                yield return item;
            }
        }
    }

    private static XElement? Parse(string solution)
    {
        try
        {
            return solution.Length == 0 ? null : XElement.Parse(solution);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
