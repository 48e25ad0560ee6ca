using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Generating;

namespace Containerize.Tasks;

/// <summary>A task that is handed what a Dockerfile is generated from.</summary>
public abstract class DockerfileTask : ImageTask
{
    /// <exception cref="ContainerizeException">Some property or item is not valid, or a project cannot be read.</exception>
    private protected Task<DockerfileRequest> ReadRequestAsync(CancellationToken cancellationToken)
        => new DockerfileRequestReader(Items, Globals, Host).ReadAsync(cancellationToken);

    /// <summary>What we write keeps the rules; what a project adds may not. And what is only here is in no builder.</summary>
    /// <exception cref="ContainerizeException">The image could not start.</exception>
    private protected static void Warn(GeneratedDockerfile generated, DockerfileRequest request, BuildLog log)
    {
        BaseFit.Tell(generated.Misfits, log);
        var context = generated.Context;
        if (context.OutsideRepository is { } outside)
        {
            log.Warn(
                ErrorCodes.ContextAboveRepository,
                $"Finding the build context of {request.Projects[^1].Path}: it is {context.Folder}, above the repository, because the build needs "
                    + $"{outside}. A clone elsewhere has no such folder around it: move that into the repository, "
                    + "or name the context yourself (ContainerizeDockerfileContext).");
        }

        foreach (var (source, package, file) in new PersonalSources(Host).Find(context.NuGetConfigs, request.AssetsFile))
        {
            log.Warn(
                ErrorCodes.PersonalSource,
                $"Finding where packages come from for the Dockerfile: {package} came from '{source.Name}', a package source that only {file} "
                    + $"names, which no builder has. Add it to a nuget.config in the repository; "
                    + $"if it asks for a password, a ContainerizeNuGetCredential item '{source.Name}' brings it as a secret.");
        }

        foreach (var finding in DockerfileRules.Check(generated.Model))
        {
            log.Warn(ErrorCodes.DockerfileRule, $"Checking the Dockerfile, {finding.Where}: {finding.What} ({finding.Rule})");
        }
    }
}
