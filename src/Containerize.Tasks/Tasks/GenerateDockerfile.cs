using Containerize.Composing;
using Containerize.Diagnostics;
using Containerize.Generating;
using Containerize.Reporting;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Writes the multi-stage Dockerfile that builds the project's image, or verifies the one that is there.</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateDockerfile : DockerfileTask
{
    /// <summary>The service of a compose file that the image is; see <see cref="ServiceItems"/>. One.</summary>
    [Output]
    public ITaskItem[] Services { get; private set; } = [];

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        using var session = await OpenSessionAsync(log);
        var request = await ReadRequestAsync(cancellationToken);
        var definition = session.Order.ForDockerfile;
        var generator = new DockerfileGenerator(definition, request);
        var generated = await generator.GenerateAsync(() => session.ResolveBaseAsync(cancellationToken));
        Services = [ServiceItems.Create(generator.DescribeService(generated), FindComposeFile(Items.Dockerfile!))];
        Warn(generated, request, log);

        WarnOfEverything(generated, request, log);

        var verify = Items.Dockerfile!["Verify"];
        if (verify is "true" or "deep")
        {
            var faults = new Faults();
            if (verify == "deep")
            {
                foreach (var missing in await new DeepCheck(request, generated.Context, Globals, Host).FindMissingAsync(cancellationToken))
                {
                    faults.Add(missing);
                }
            }

            faults.Try(() => DockerfileWriting.Verify(request.Path, generated));
            faults.Throw();
            log.Say($"{definition.ProjectName} -> {request.Path} is up to date");
            return;
        }

        var written = DockerfileWriting.Write(request.Path, generated);
        var command = generator.BuildCommand(generated.Context, request.Path, generated.Context.Folder);
        // All that MSBuild's terminal logger shows.
        log.Say(ProjectLine.Join($"{definition.ProjectName} -> {request.Path}{(written ? string.Empty : " (unchanged)")}", [command]));
        log.Say($"  layers: {string.Join(", ", generated.Layers)}");
        log.Say($"  {command}");
    }

    private string FindComposeFile(ImageProperties dockerfile)
        => dockerfile.Path("ComposePath") ?? ComposePlace.Find(Paths.Directory, dockerfile.Path("SolutionDirectory"), Host.HomeDirectory);

    private static void WarnOfEverything(GeneratedDockerfile generated, DockerfileRequest request, BuildLog log)
    {
        if (DockerfileWriting.SendsEverything(generated))
        {
            var ignore = DockerfileWriting.ContextIgnorePath(generated.Context.Folder);
            log.Warn(
                ErrorCodes.IgnoreFileUnread,
                $"Writing {request.Path}: ContainerizeDockerfileProfile is plain, and Docker's classic builder reads no ignore file but {ignore}, which does "
                + "not exist. It would be sent the whole folder, and what builds on this machine left in obj would get in the way of the restore. "
                + "Set ContainerizeDockerignore to true to have it written.");
        }
    }
}
