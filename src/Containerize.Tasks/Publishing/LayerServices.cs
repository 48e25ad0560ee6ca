using Containerize.Diagnostics;
using Containerize.Layers;
using Containerize.Storage;

namespace Containerize.Publishing;

/// <summary>What layers are made with.</summary>
internal record LayerServices(ContentStore Store, LayerEncoding Encoding, TimeProvider Clock, IPublishLog Log)
{
    /// <summary>What publishes on this machine do one after the other, so that it is done once.</summary>
    public StoreTurns Turns { get; } = new(Store, Clock);

    /// <summary>What was asked of files that go into images.</summary>
    public FileStates Seen { get; } = new();

    /// <summary>What was begun before the publish; null where nothing was.</summary>
    public EarlyLayers? Early { get; init; }
}
