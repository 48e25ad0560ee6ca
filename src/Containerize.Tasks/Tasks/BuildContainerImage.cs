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
    /// <summary>ContainerizeBuilder: <c>docker</c>, <c>buildah</c> or <c>buildctl</c>.</summary>
    [Required]
    public string Builder { get; set; } = string.Empty;

    /// <summary>ContainerizeBuilderName: a builder of <c>docker buildx</c>.</summary>
    public string BuilderName { get; set; } = string.Empty;

    /// <summary>ContainerizeBuilderArguments, with semicolons between them.</summary>
    public string BuilderArguments { get; set; } = string.Empty;

    /// <summary>See <see cref="VersionArgument"/>.</summary>
    public string Versions { get; set; } = string.Empty;

    /// <summary>ContainerizeReport: writes a report of the image.</summary>
    public bool Report { get; set; }

    /// <summary>ContainerizedImage, as <see cref="PublishContainerImage"/> gives it.</summary>
    [Output]
    public ITaskItem[] ContainerizedImages { get; private set; } = [];

    /// <summary>See <see cref="GeneratedItems"/>.</summary>
    [Output]
    public ITaskItem[] GeneratedContainers { get; private set; } = [];

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var builder = BuilderClient.Create(Builder.Trim(), BuilderName.Trim(), Host, log);
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
            // The one beside the file is read; the context's own belongs to the repository.
            WritesContextIgnoreFile = false,
            // No editor looks there, and the folder would be a layer that the direct image has not.
            HasBaseStage = false,
            MadeVersion = null,
        };
        var generated = await new DockerfileGenerator(definition, request).GenerateAsync(() => session.ResolveBaseAsync(cancellationToken));
        Warn(generated, request, log);
        DockerfileWriting.Write(request.Path, generated, regionsOf: kept.Path);

        var recipe = new BuilderRecipe(request.Path, generated.Context.Folder, generated.Layers)
        {
            Arguments = definition.App is not null ? [] :
            [
                .. Argument(MultiStageDockerfile.RevisionArgument, revision.Commit),
                .. Argument(MultiStageDockerfile.RepositoryArgument, revision.Remote),
                .. Argument(MultiStageDockerfile.VersionsArgument, Versions.Length > 0 ? Versions : null),
            ],
            Secrets = generated.Secrets,
            Others = ListText.ReadArguments(BuilderArguments),
            WhyEpoch = date.WhyEpoch,
        };
        using var report = await OpenReportAsync(Report, session, log, cancellationToken);
        using var maker = new BuilderImageMaker(session.Order, recipe, builder, session.Services);
        var outcome = await new ImagePublisher(session.Order, maker, session.Services).PublishAsync(cancellationToken);
        session.PruneCache();
        GeneratedContainers = GeneratedItems.Describe(outcome.Results);
        ContainerizedImages = await TellAsync(session, outcome, report, cancellationToken);
    }

    private static KeyValuePair<string, string>[] Argument(string name, string? value) => value is null ? [] : [KeyValuePair.Create(name, value)];
}
