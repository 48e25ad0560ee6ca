using System.Xml.Linq;
using Microsoft.Build.Exceptions;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Finds the web project of a solution that serves this project's files, which are then in its image.</summary>
[MSBuildMultiThreadableTask]
public sealed class FindServingProject : ContainerizeTask
{
    /// <summary>References may write a path in another case than the solution does where the file system allows it.</summary>
    private static readonly StringComparer PathComparer = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>MSBuild's CurrentSolutionConfigurationContents: XML that names the solution's projects, and which of them this build builds.</summary>
    [Required]
    public string Solution { get; set; } = string.Empty;

    /// <summary>The name of that project, without path and ending; empty if there is none.</summary>
    [Output]
    public string Server { get; set; } = string.Empty;

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        using var evaluator = new ProjectEvaluator(Globals);
        var client = Paths.MakeAbsolute(ProjectFile);
        var read = new Dictionary<string, Seen>(PathComparer);
        foreach (var project in ProjectsOf(Solution).Where(path => !PathComparer.Equals(path, client)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Read(project).Serves && Reaches(project, new HashSet<string>(PathComparer)))
            {
                Server = Path.GetFileNameWithoutExtension(project);
                break;
            }
        }

        return Task.CompletedTask;

        bool Reaches(string from, HashSet<string> visited)
            => Read(from).References.Any(reference => PathComparer.Equals(reference, client) || (visited.Add(reference) && Reaches(reference, visited)));

        Seen Read(string path) => read.TryGetValue(path, out var seen) ? seen : read[path] = Look(path, evaluator, log);
    }

    /// <summary>Absolute paths, in the solution's order.</summary>
    internal static IReadOnlyList<string> ProjectsOf(string solution) =>
    [
        .. XElement.Parse(solution).Elements("ProjectConfiguration")
            .Where(project => !string.Equals((string?)project.Attribute("BuildProjectInSolution"), "false", StringComparison.OrdinalIgnoreCase))
            .Select(project => (string?)project.Attribute("AbsolutePath"))
            .OfType<string>()
            .Select(path => Path.GetFullPath(path, Path.GetDirectoryName(path)!)),
    ];

    private static Seen Look(string path, ProjectEvaluator evaluator, BuildLog log)
    {
        try
        {
            Microsoft.Build.Evaluation.Project[] evaluations = [.. evaluator.Evaluate(path)];
            return new Seen(evaluations.Any(project => Is(project, "UsingMicrosoftNETSdkWeb") && !Is(project, "IsTestProject")),
                ProjectEvaluator.References(evaluations));
        }
        catch (Exception e) when (e is InvalidProjectFileException or IOException or UnauthorizedAccessException)
        {
            // Its own build says so; here it serves nothing.
            log.Detail($"{path} cannot be evaluated: {e.Message}");
            return new Seen(Serves: false, []);
        }

        static bool Is(Microsoft.Build.Evaluation.Project project, string name)
            => string.Equals(project.GetPropertyValue(name), "true", StringComparison.OrdinalIgnoreCase);
    }

    private sealed record Seen(bool Serves, IReadOnlyList<string> References);
}
