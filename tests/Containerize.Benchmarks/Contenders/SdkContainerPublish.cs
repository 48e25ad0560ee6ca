using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Contenders;

/// <summary>The .NET SDK's own container support.</summary>
internal sealed class SdkContainerPublish : IContender
{
    public string Name => "sdk";

    public string Command => "dotnet publish -t:PublishContainer";

    public bool PublishesImage => true;

    public string? ContainerizeVersion => null;

    public IReadOnlyList<string> ArgumentsFor(PublishTarget target) =>
    [
        "-t:PublishContainer",
        $"-p:ContainerBaseImage={target.Registry}/{BaseImage.Repository}:{BaseImage.Tag}",
        $"-p:ContainerRegistry={target.Registry}",
        $"-p:ContainerRepository={target.Repository}",
    ];

    public IReadOnlyDictionary<string, string> EnvironmentFor(PublishTarget target)
        => new Dictionary<string, string> { ["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = target.Registry };
}
