using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Storage;

namespace Containerize.BaseImages;

/// <summary>Chooses where a base image comes from. The same source serves all that name the same base, so that a tag is asked for once in a publish.</summary>
internal sealed class BaseSources
{
    private readonly RegistryClient client;
    private readonly ContentStore store;
    private readonly IPublishLog log;
    private readonly CachedBaseUse whenAbsent;
    private readonly BaseMemory memory;
    private readonly StoreTurns turns;
    private readonly BuildNotes? build;
    private readonly Dictionary<ImageReference, RegistryImageSource> registries = [];

    /// <param name="whenAbsent">What the cache may be used for while a registry does not answer.</param>
    /// <param name="build">Knows what tags led to when another publish of the build asked; null where there is no other.</param>
    public BaseSources(RegistryClient client, ContentStore store, TimeProvider clock, IPublishLog log, CachedBaseUse whenAbsent, BuildNotes? build)
    {
        this.client = client;
        this.store = store;
        this.log = log;
        this.whenAbsent = whenAbsent;
        this.build = build;
        memory = new BaseMemory(store, clock);
        turns = new StoreTurns(store, clock);
    }

    /// <param name="name">Null for a base of nothing.</param>
    public IImageSource Find(BaseName? name)
    {
        if (name is null)
        {
            return new ScratchSource();
        }

        if (!registries.TryGetValue(name.Reference, out var source))
        {
            registries[name.Reference] = source = new RegistryImageSource(name.Reference, client, store, memory, turns, log, whenAbsent, build);
        }

        return source;
    }
}
