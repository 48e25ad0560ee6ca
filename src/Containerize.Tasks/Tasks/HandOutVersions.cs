using System.Xml.Linq;
using Containerize.Dockerfiles;
using Containerize.Host;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>
/// Hands the versions that a builder was told to the projects that are built there. Those that do not see this package hear of theirs from a file that MSBuild
/// imports into every project of its user, who in a builder has nothing else to do.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class HandOutVersions : ContainerizeTask
{
    /// <summary>See <see cref="VersionArgument"/>; may be empty.</summary>
    public string Versions { get; set; } = string.Empty;

    /// <summary>Absolute path of the folder that the projects' paths begin at.</summary>
    [Required]
    public string SourceRoot { get; set; } = string.Empty;

    /// <summary>Absolute path of the file that projects are to import.</summary>
    [Required]
    public string Targets { get; set; } = string.Empty;

    /// <summary>Absolute path of the file to write.</summary>
    [Required]
    public string Import { get; set; } = string.Empty;

    /// <summary>What this project was told: a property's name, and its metadata Value.</summary>
    [Output]
    public ITaskItem[] Own { get; private set; } = [];

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var versions = VersionArgument.Read(Versions)
            .Select(version => version with { Project = Path.GetFullPath(PathText.ToLocal(version.Project), SourceRoot) })
            .ToArray();
        Own =
        [
            .. versions.Where(version => version.Project == ProjectFile)
                .SelectMany(version => version.Values)
                .Select(value => new TaskItem(value.Key, new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = Escape(value.Value) })),
        ];
        var import = Paths.MakeAbsolute(Import);
        Directory.CreateDirectory(Path.GetDirectoryName(import)!);
        return File.WriteAllTextAsync(import, Compose(versions).ToString(), cancellationToken);
    }

    private XElement Compose(IEnumerable<ProjectVersion> versions) => new(
        "Project",
        new XComment(" Versions of projects that are built here, where no history is that they could be made of. "),
        new XElement(
            "PropertyGroup",
            new XElement("_ContainerizeAfterDirectoryBuildTargets", "$(CustomAfterDirectoryBuildTargets)"),
            new XElement("CustomAfterDirectoryBuildTargets", Targets)),
        versions.Select(Compose));

    private static object[] Compose(ProjectVersion version)
    {
        var isProject = new XAttribute("Condition", $"'$(MSBuildProjectFullPath)' == '{Escape(version.Project)}'");
        return
        [
            new XElement("PropertyGroup", isProject, new XElement("_ContainerizeHasVersion", "true")),
            new XElement("ItemGroup", isProject, version.Values.Select(value => new XElement(
                "_ContainerizeVersionValue",
                new XAttribute("Include", Escape(value.Key)),
                new XAttribute("Value", Escape(value.Value))))),
        ];
    }

    private static string Escape(string value) => ProjectCollection.Escape(value);
}
