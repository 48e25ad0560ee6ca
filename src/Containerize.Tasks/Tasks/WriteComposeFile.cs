using Containerize.Composing;
using Containerize.Reporting;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Writes the services of a build's projects into their compose file, or verifies the one that is there. Of a solution each project knows all services, and the
/// one whose service comes first writes: the file is written once, and what is wrong is told once.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class WriteComposeFile : ContainerizeTask
{
    /// <summary>Of this project and of the solution's others; see <see cref="ServiceItems"/>.</summary>
    public ITaskItem[] Services { get; set; } = [];

    /// <summary>The solution's other projects, with services or without.</summary>
    public string[] OtherProjects { get; set; } = [];

    /// <summary>ContainerizeDockerfileVerify.</summary>
    public bool VerifyOnly { get; set; }

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var told = Services.Select(item => (File: ServiceItems.ComposeFileOf(item), Service: ServiceItems.Read(item))).ToArray();
        if (Array.Find(told, one => one.Service.Project == ProjectFile).File is not { } path)
        {
            return Task.CompletedTask;
        }

        var services = told.Where(one => one.File == path)
            .Select(one => one.Service)
            .DistinctBy(service => service.Project, StringComparer.Ordinal)
            .OrderBy(service => service.Name, StringComparer.Ordinal)
            .ThenBy(service => service.Project, StringComparer.Ordinal)
            .ToArray();
        if (services[0].Project != ProjectFile)
        {
            return Task.CompletedTask;
        }

        var project = Path.GetFileNameWithoutExtension(ProjectFile);
        var writing = new ComposeWriting(path);
        string[] projects = [ProjectFile, .. OtherProjects];
        if (VerifyOnly)
        {
            writing.Verify(services, projects);
            log.Say($"{project} -> {path} is up to date");
            return Task.CompletedTask;
        }

        var (written, changed) = writing.Write(services, projects);
        log.Say(ProjectLine.Join(
            $"{project} -> {path}{(changed ? string.Empty : " (unchanged)")}",
            [.. written.Select(FormatService)]));
        return Task.CompletedTask;
    }

    private static string FormatService(ServiceBlock block)
    {
        var ports = string.Join(", ", block.PublishedPorts);
        return ports.Length == 0 ? block.Name : $"{block.Name} ({ports})";
    }
}
