using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Generating;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>A task that is handed what a Dockerfile is generated from.</summary>
public abstract class DockerfileTask : ImageTask
{
    /// <summary>What the Dockerfile is to be like; one item, whose metadata are the properties.</summary>
    [Required]
    public ITaskItem[] Dockerfile { get; set; } = [];

    /// <summary>Files of packages and of the runtime that a publish would copy; metadata DestinationSubPath, NuGetPackageId, NuGetPackageVersion.</summary>
    public ITaskItem[] PackageFiles { get; set; } = [];

    /// <summary>ContainerizeBuildArgument; metadata Value, Stage.</summary>
    public ITaskItem[] BuildArguments { get; set; } = [];

    /// <summary>ContainerRun; metadata Command, Stage, Position.</summary>
    public ITaskItem[] Runs { get; set; } = [];

    /// <summary>ContainerizeNuGetCredential: names of package sources.</summary>
    public ITaskItem[] NuGetCredentials { get; set; } = [];

    /// <summary>ContainerizeBuildInput: files that a restore reads.</summary>
    public ITaskItem[] BuildInputs { get; set; } = [];

    private protected ImageProperties DockerfileProperties => new(Dockerfile[0], Absolute);

    private protected DockerfileRequest ReadRequest()
        => new DockerfileRequestReader(this, new ImageProperties(Images[0], Absolute), DockerfileProperties, ((IBuildEngine6)BuildEngine).GetGlobalProperties(), Host.HomeDirectory, Absolute).Read(ProjectFile);

    /// <summary>What we write keeps the rules; what a project adds may not.</summary>
    /// <exception cref="ContainerizeException">The image could not start.</exception>
    private protected static void Warn(GeneratedDockerfile generated, BuildLog log)
    {
        BaseFit.Tell(generated.Misfits, log);
        foreach (var finding in DockerfileRules.Check(generated.Model))
        {
            log.Warn(ErrorCodes.DockerfileRule, $"Checking the Dockerfile, {finding.Where}: {finding.What} ({finding.Rule})");
        }
    }
}
