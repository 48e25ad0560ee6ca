using Containerize.Benchmarks.Scenarios;

namespace Containerize.Benchmarks.Contenders;

/// <summary>No image at all: what the others add to.</summary>
internal sealed class PlainPublish : IContender
{
    public string Name => "plain";

    public string Command => "dotnet publish";

    public bool PublishesImage => false;

    public string? ContainerizeVersion => null;

    /// <summary>There is nothing that a node could start.</summary>
    public bool CanRun(Scenario scenario) => scenario.Measures != MeasuredPart.Start;

    public PublishCommand CommandFor(PublishTarget target) => PublishCommand.Publish(target);
}
