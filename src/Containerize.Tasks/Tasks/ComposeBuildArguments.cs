using Containerize.Describing;
using Containerize.Dockerfiles;
using Containerize.Host;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Composes what a builder is to be told of the commit and of the versions that are made of it.</summary>
[MSBuildMultiThreadableTask]
public sealed class ComposeBuildArguments : ContainerizeTask
{
    /// <summary>What each project was told: a property's name, and its metadata Value and MSBuildSourceProjectFile (an absolute path).</summary>
    public ITaskItem[] Values { get; set; } = [];

    /// <summary>The image's own, for its label; empty where the Dockerfile says it.</summary>
    public string Version { get; set; } = string.Empty;

    /// <summary>See <see cref="VersionArgument"/>.</summary>
    [Output]
    public string Versions { get; private set; } = string.Empty;

    /// <summary>Options for <c>docker build</c>, words with spaces between them, none of which a shell would change.</summary>
    [Output]
    public string BuildArguments { get; private set; } = string.Empty;

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var root = BuildContextReader.FindSourceRoot(Paths.Directory);
        Versions = VersionArgument.Write(Values
            .GroupBy(value => value.GetMetadata("MSBuildSourceProjectFile"), StringComparer.Ordinal)
            .Select(project => new ProjectVersion(
                PathText.ToSlashes(Path.GetRelativePath(root, project.Key)),
                [.. project.Select(value => KeyValuePair.Create(value.ItemSpec, value.GetMetadata("Value")))])));
        var revision = await SourceRevision.FindAsync(Paths.Directory, cancellationToken);
        (string Name, string? Value)[] arguments =
        [
            (MultiStageDockerfile.RevisionArgument, revision.Commit),
            (MultiStageDockerfile.RepositoryArgument, revision.Remote),
            (MultiStageDockerfile.VersionsArgument, Versions),
            (MultiStageDockerfile.ImageVersionArgument, Version),
        ];
        BuildArguments = string.Join(' ', arguments
            .Where(argument => !string.IsNullOrEmpty(argument.Value))
            .Select(argument => $"--build-arg {argument.Name}={argument.Value}"));
    }
}
