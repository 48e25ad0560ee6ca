using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Host;
using Containerize.Layers;
using Containerize.Registries;
using Containerize.Storage;

namespace Containerize.Publishing;

/// <summary>What a publish works with.</summary>
internal sealed record PublishServices(
    RegistryClient Registries,
    ContentStore Store,
    LayerEncoding Encoding,
    HostEnvironment Host,
    TimeProvider Clock,
    IPublishLog Log) : LayerServices(Store, Encoding, Clock, Log)
{
    /// <summary>What the publishes of a build find out once; null where there is only this one.</summary>
    public BuildNotes? Build { get; init; }

    /// <summary>What engines of this machine have answered.</summary>
    public EngineAnswers Engines { get; init; } = new();

    public Task<IImageDestination> ChooseDestinationAsync(ImageTarget target, CancellationToken cancellationToken)
        => new DestinationChoice(Registries, Engines, Store, Host, Clock, Log).ChooseAsync(target, cancellationToken);

    /// <param name="whenAbsent">What the cache may be used for while a registry does not answer.</param>
    public BaseSources OpenBases(CachedBaseUse whenAbsent) => new(Registries, Store, Clock, Log, whenAbsent, Build);
}
