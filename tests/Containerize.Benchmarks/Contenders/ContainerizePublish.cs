using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Contenders;

/// <summary>Ours.</summary>
internal sealed class ContainerizePublish(ContainerizePackage package) : IContender
{
    public string Name => "containerize";

    public string Command => "dotnet publish -p:ContainerImage=true";

    public bool PublishesImage => true;

    public string? ContainerizeVersion => package.Version;

    public PublishCommand CommandFor(PublishTarget target) => PublishCommand.Publish(
        target,
        [
            "-p:ContainerImage=true",
            $"-p:ContainerBaseImage={BaseImage.In(target.Registry)}",
            .. PublishCommand.PlaceOf(target),
            $"-p:ContainerizeCacheDirectory={target.CacheFolder}",
        ]) with
    {
        Environment = target.Engine?.Environment ?? PublishCommand.NoVariables,
    };
}
