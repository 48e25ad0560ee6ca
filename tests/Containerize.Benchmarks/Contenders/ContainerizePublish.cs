using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Contenders;

/// <summary>Ours.</summary>
internal sealed class ContainerizePublish(ContainerizePackage package) : IContender
{
    public string Name => "containerize";

    public string Command => "dotnet publish -p:ContainerImage=true";

    public bool PublishesImage => true;

    public string? ContainerizeVersion => package.Version;

    public IReadOnlyList<string> ArgumentsFor(PublishTarget target) =>
    [
        "-p:ContainerImage=true",
        $"-p:ContainerBaseImage={target.Registry}/{BaseImage.Repository}:{BaseImage.Tag}",
        $"-p:ContainerRegistry={target.Registry}",
        $"-p:ContainerRepository={target.Repository}",
        $"-p:ContainerizeCacheDirectory={target.CacheFolder}",
    ];

    public IReadOnlyDictionary<string, string> EnvironmentFor(PublishTarget target) => new Dictionary<string, string>();
}
