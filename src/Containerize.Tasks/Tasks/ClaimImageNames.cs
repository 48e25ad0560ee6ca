using System.Text;
using Containerize.Diagnostics;
using Containerize.Oci;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Sees to it that no two projects of one build write one image. A build's processes know nothing of each other but what lies in a folder that is named for
/// the build: there each project leaves a note under the name of its image. A project may well come twice.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ClaimImageNames : ContainerizeTask
{
    /// <summary>What the image is called; see <see cref="ImageNames"/>.</summary>
    public string[] Names { get; set; } = [];

    /// <summary>Names of images of the solution's projects, this one among them; metadata ProjectPath says whose.</summary>
    public ITaskItem[] SolutionNames { get; set; } = [];

    /// <summary>The same in all projects of one build, and in no other build.</summary>
    public string BuildId { get; set; } = string.Empty;

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        foreach (var other in SolutionNames)
        {
            var project = other.GetMetadata("ProjectPath");
            if (Names.Contains(other.ItemSpec, StringComparer.Ordinal) && !IsThis(project))
            {
                throw Taken(other.ItemSpec, project);
            }
        }

        if (BuildFolder.Find(BuildId) is { } folder)
        {
            await ClaimAsync(folder, log, cancellationToken);
        }
    }

    private async Task ClaimAsync(string folder, BuildLog log, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            ClaimedNames.ForgetAfterwards(BuildEngine, folder);
            foreach (var name in Names)
            {
                var claimant = await ClaimedNames.FindClaimantAsync(folder, Digest.Of(Encoding.UTF8.GetBytes(name)).Hex, ProjectFile, cancellationToken);
                if (!IsThis(claimant))
                {
                    throw Taken(name, claimant);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Detail($"Looking for other projects that write {string.Join(", ", Names)}: {e.Message}");
        }
    }

    private bool IsThis(string project)
        => string.Equals(project, ProjectFile, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private ContainerizeException Taken(string name, string other)
    {
        string[] projects = [.. new[] { ProjectFile, other }.Order(StringComparer.Ordinal)];
        return new ContainerizeException(
            ErrorCodes.NameTaken,
            $"Naming the image: {projects[0]} and {projects[1]} of this build would both write {name}, and the later one would take the place of the "
                + $"earlier. {ImageNames.WayOut(name)}.");
    }
}
