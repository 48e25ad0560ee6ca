using Containerize.Benchmarks.Apps;
using Containerize.Benchmarks.Registries;
using Containerize.Benchmarks.Scenarios;

namespace Containerize.Benchmarks.Contenders;

/// <summary>The Dockerfile that Containerize generates, built by BuildKit in a Docker Engine and pushed by it.</summary>
/// <param name="contextFolder">Holds the app, the package of Containerize, the <c>nuget.config</c> that names it, and the data that is shared.</param>
/// <param name="registryHasSdk">The SDK image is in the registry that the others publish to; else the Dockerfile names Microsoft's.</param>
internal sealed class DockerfileBuild(DockerEngine engine, ContainerizePackage package, string contextFolder, bool registryHasSdk) : IContender
{
    public const string ContenderName = "dockerfile";

    // What differs comes as arguments: the shell hands it on as it is.
    private const string Build = """
        "$0" build --network=host --label "$1" -f Dockerfile -t "$2" "$3"
        """;

    private const string BuildAndPush = Build + """
         && "$0" push "$2"
        """;

    private const string TestBuildAndPush = """
        "$0" build --network=host --label "$1" --target test -f Dockerfile "$3" &&
        """ + BuildAndPush;

    public string Name => ContenderName;

    public string Command => "docker build && docker push";

    public bool PublishesImage => true;

    public string? ContainerizeVersion => package.Version;

    public bool WorksInDaemon => true;

    /// <summary>The engine makes one image at a time, of one platform.</summary>
    public bool CanRun(Scenario scenario) => !scenario.IsMultiPlatform && scenario.App.Images.Count == 0;

    /// <summary>A restore asks for revoked certificates, and where nobody answers that takes most of a minute. So the restore in the build does as the others do.</summary>
    public void Arrange(AppProject project)
    {
        if (Environment.GetEnvironmentVariable(Workspace.RevocationMode) is { Length: > 0 } mode)
        {
            project.AddBuildArgument(Workspace.RevocationMode, mode);
        }
    }

    public PublishCommand CommandFor(PublishTarget target)
        => new("sh", ["-c", ScriptFor(target), engine.Client, LabelOf(target), target.Reference, contextFolder])
        {
            Environment = (target.Engine ?? engine).Environment,
        };

    /// <summary>Generates the Dockerfile. It names projects and folders, not versions of packages: one for all publishes.</summary>
    public PublishCommand PreparationFor(PublishTarget target) => PublishCommand.Dotnet(
        "build",
        [
            "-t:ContainerizeDockerfile",
            $"-p:ContainerizeDockerfileContext={contextFolder}",
            // Through the proxy, as for the others: these requests are counted too, and the push finds the base's layers in its own registry.
            $"-p:ContainerBaseImage={BaseImage.In(target.Registry)}",
            .. registryHasSdk ? [$"-p:ContainerizeSdkImage={SdkImage.In(target.Registry)}"] : Array.Empty<string>(),
        ]);

    public async Task ForgetAsync(PublishTarget target, CancellationToken cancellationToken)
    {
        // Every restore reads it, and what it says is nothing: restore and publish are new to the builder. That holds in an engine that must not
        // be emptied, too, and where another run of the benchmark left the same files.
        await File.WriteAllTextAsync(Path.Combine(target.Folder, "nuget.config"), $"<configuration>\n  <!-- {Guid.NewGuid()} -->\n</configuration>\n", cancellationToken);
        await CleanUpAsync(target);
        if (engine.IsLab)
        {
            // As on a new CI agent: base images and cache mounts are gone as well. The cache of somebody's own engine is theirs.
            await engine.RunAsync(cancellationToken, "builder", "prune", "--all", "--force");
        }
    }

    /// <summary>By the label: an image whose tag went to the next one has no other mark.</summary>
    public Task CleanUpAsync(PublishTarget target)
        => engine.RunAsync(CancellationToken.None, "image", "prune", "--all", "--force", "--filter", $"label={LabelOf(target)}");

    private static string ScriptFor(PublishTarget target) => target switch
    {
        { Engine: not null } => Build,
        { TestProject: not null } => TestBuildAndPush,
        _ => BuildAndPush,
    };

    private static string LabelOf(PublishTarget target) => $"containerize.benchmark={target.Registry}";
}
