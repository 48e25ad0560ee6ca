using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Publishing;
using Containerize.Registries;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Writes the multi-stage Dockerfile that builds the project's image, or verifies the one that is there.</summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateDockerfile : ImageTask
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

    private protected override async System.Threading.Tasks.Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var image = new ImageProperties(Images[0], Absolute);
        var properties = new ImageProperties(Dockerfile[0], Absolute);
        var definition = DefinitionReader.ReadAll(this, [image], ProjectFile, Host)[0];
        var request = new DockerfileRequestReader(this, image, properties, GlobalProperties(), Absolute).Read(ProjectFile);
        var generator = new DockerfileGenerator(definition, request);

        var generated = await generator.GenerateAsync(() => ResolveBaseAsync(image, definition, log, cancellationToken));

        foreach (var finding in DockerfileRules.Check(generated.Model))
        {
            log.Warn(ErrorCodes.DockerfileRule, $"Checking the Dockerfile, {finding.Where}: {finding.What} ({finding.Rule})");
        }

        if (properties.IsTrue("Verify"))
        {
            DockerfileWriting.Verify(request.Path, generated);
            log.Say($"{definition.ProjectName} -> {request.Path} is up to date");
            return;
        }

        var written = DockerfileWriting.Write(request.Path, generated);
        log.Say($"{definition.ProjectName} -> {request.Path}{(written ? string.Empty : " (unchanged)")}");
        log.Say($"  layers: {string.Join(", ", generated.Layers)}");
        log.Say($"  {generator.BuildCommand(generated.Context, request.Path, generated.Context.Folder)}");
    }

    private IReadOnlyDictionary<string, string> GlobalProperties() => ((IBuildEngine6)BuildEngine).GetGlobalProperties();

    private async System.Threading.Tasks.Task<BaseImage> ResolveBaseAsync(ImageProperties image, ImageDefinition definition, BuildLog log, CancellationToken cancellationToken)
    {
        var options = NetworkSettings.Read(image, Host, log);
        using var registries = new RegistryClient(
            await SharedNetwork.Of(BuildEngine, options).HandlerAsync(), options, new CredentialSource(Host, definition.Target.Registry, log), TimeProvider.System, log, ownsHandler: false);
        var store = new CacheSettings(image, Host).Open(Path.Join(definition.IntermediateDirectory, "cache"), log);
        return await new RegistryBaseImageSource(registries, store).ResolveAsync(definition.BaseImage!, definition.Platform, cancellationToken);
    }
}
