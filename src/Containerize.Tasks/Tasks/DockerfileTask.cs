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
