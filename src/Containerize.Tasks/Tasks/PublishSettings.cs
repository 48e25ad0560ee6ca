using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Layers;

namespace Containerize.Tasks;

/// <summary>How layers are compressed and where they are kept: ContainerizeCompression and the cache's properties.</summary>
internal sealed record PublishSettings(LayerEncoding Encoding, CacheSettings Cache)
{
    /// <summary>Whether there is no layer of any earlier publish.</summary>
    public bool KnowNoLayer => Cache.OpenAlone() is not { } store || new LayerCache(store).IsEmpty(Encoding);

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static PublishSettings Read(ImageProperties properties, HostEnvironment host)
    {
        var faults = new Faults();
        var encoding = faults.Read(() => LayerEncoding.Parse(properties["Compression"]), null);
        var cache = faults.Read(() => new CacheSettings(properties, host), null);
        faults.Throw();
        return new PublishSettings(encoding!, cache!);
    }
}
