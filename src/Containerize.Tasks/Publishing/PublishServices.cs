using Containerize.Diagnostics;
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
    IPublishLog Log);
