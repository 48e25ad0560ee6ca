using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Contenders;

/// <summary>The .NET SDK's own container support.</summary>
internal sealed class SdkContainerPublish : IContender
{
    public string Name => "sdk";

    public string Command => "dotnet publish -t:PublishContainer";

    public bool PublishesImage => true;

    public string? ContainerizeVersion => null;

    public PublishCommand CommandFor(PublishTarget target) => PublishCommand.Publish(
        target,
        ["-t:PublishContainer", $"-p:ContainerBaseImage={BaseImage.In(target.Registry)}", .. PublishCommand.PlaceOf(target)]) with
    {
        Environment = new Dictionary<string, string>(target.Engine?.Environment ?? PublishCommand.NoVariables)
        {
            ["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = target.Registry,
        },
    };
}
