using Containerize.Describing;
using Containerize.Describing.Secrets;
using Containerize.Dockerfiles;
using Containerize.Engines;
using Containerize.Generating;
using Containerize.Publishing;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Publishes the image that a builder makes of the generated Dockerfile (ContainerizeBuilder).</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildContainerImage : DockerfileTask
{
    /// <summary>ContainerizeBuilder: <c>docker</c> or <c>buildah</c>.</summary>
    [Required]
    public string Builder { get; set; } = string.Empty;

    /// <summary>ContainerizeBuilderArguments, with semicolons between them.</summary>
    public string BuilderArguments { get; set; } = string.Empty;

    /// <summary>See <see cref="VersionArgument"/>.</summary>
    public string Versions { get; set; } = string.Empty;

    /// <summary>ContainerizedImage, as <see cref="PublishContainerImage"/> gives it.</summary>
    [Output]
    public ITaskItem[] ContainerizedImages { get; private set; } = [];

    /// <summary>See <see cref="GeneratedItems"/>.</summary>
    [Output]
    public ITaskItem[] GeneratedContainers { get; private set; } = [];

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var builder = BuilderClient.Create(Builder, Host, log);
        CheckEarlyValues();
        using var session = await OpenSessionAsync(log);
        var definition = session.Order.ForDockerfile;
        if (definition.SecretScan.Mode == SecretScanMode.Error)
        {
            // Nobody waits for a build then. Files are looked at in the builder; of variables and labels, the Dockerfile's rules warn.
            new SecretScan(log).Run([(definition, [])]);
        }

        var date = await SourceDate.FindAsync(Host, Paths.Directory, cancellationToken);
        var revision = await SourceRevision.FindAsync(Paths.Directory, cancellationToken);

        // Below obj: the file that may be kept in the repository says nothing of this moment, and this one does.
        var kept = await ReadRequestAsync(cancellationToken);
        var request = kept with
        {
            Path = Path.Join(definition.IntermediateDirectory, "Dockerfile"),
            PinsBase = true,
            Created = date.Created,
            MadeVersion = null,
        };
        var generated = await new DockerfileGenerator(definition, request).GenerateAsync(() => session.ResolveBaseAsync(cancellationToken));
        Warn(generated, log);
        DockerfileWriting.Write(request.Path, generated, regionsOf: kept.Path);

        string[] options =
        [
            .. revision.Commit is { } commit ? ["--build-arg", $"{MultiStageDockerfile.RevisionArgument}={commit}"] : Array.Empty<string>(),
            .. revision.Remote is { } remote ? ["--build-arg", $"{MultiStageDockerfile.RepositoryArgument}={remote}"] : Array.Empty<string>(),
            .. Versions.Length > 0 ? ["--build-arg", $"{MultiStageDockerfile.VersionsArgument}={Versions}"] : Array.Empty<string>(),
            .. generated.Context.Secrets.Concat(request.CredentialSources.Select(MultiStageDockerfile.CredentialVariable))
                .SelectMany(secret => new[] { "--secret", $"id={secret},env={secret}" }),
            .. ListText.ReadArguments(BuilderArguments),
        ];
        var recipe = new BuilderRecipe(request.Path, generated.Context.Folder, options, generated.Layers) { WhyEpoch = date.WhyEpoch };
        using var maker = new BuilderImageMaker(session.Order, recipe, builder, session.Services);
        var outcome = await new ImagePublisher(session.Order, maker, session.Services).PublishAsync(cancellationToken);
        session.PruneCache();
        ContainerizedImages = session.Telling.Tell(outcome);
        GeneratedContainers = GeneratedItems.Describe(outcome.Results);
    }
}
