using System.Collections.Concurrent;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;

namespace Containerize.Tests.Hammering;

/// <summary>A registry and one cache, for publishers that know nothing of each other.</summary>
internal sealed class HammerBench : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly InProcessRegistry registry;
    private readonly ConcurrentDictionary<string, bool> sound = new(StringComparer.Ordinal);
    private int lonePublishes;

    private HammerBench(InProcessRegistry registry) => this.registry = registry;

    public static async Task<HammerBench> StartAsync()
    {
        var registry = await InProcessRegistry.StartAsync();
        registry.PushBase(PublishJob.BaseRepository, "10.0");
        return new HammerBench(registry);
    }

    public CacheFolder OpenCache() => new(folder.At("cache"));

    public AppFolder App(string name) => new(folder.At(name));

    public PublishJob Job(AppFolder app, string repository) => new(app.Root, folder.At("cache"), registry.Host, repository);

    /// <summary>What the app gives where nothing is known: no cache, and no earlier image.</summary>
    public async Task<string> PublishAloneAsync(AppFolder app, CancellationToken cancellationToken)
    {
        var name = $"alone/{Interlocked.Increment(ref lonePublishes)}";
        return await (Job(app, name) with { Cache = folder.At(name) }).PublishAsync(cancellationToken);
    }

    /// <summary>What a repository's tag leads to, with all that belongs to it; null when there is no tag.</summary>
    public async Task<string?> WholeImageAsync(string repository)
    {
        if (registry.Store.Manifest(repository, PublishJob.Tag) is not { } tagged)
        {
            return null;
        }

        // Fails when a blob is missing. A blob that is there is right: the store names it by what it holds.
        var image = await registry.PullAsync(repository, tagged.Digest);
        if (sound.TryAdd(image.Digest, true))
        {
            image.ShouldBeSound();
            image.OwnLayers.Select(layer => layer.Class).ShouldBe(["packages", "assets", "app"]);
        }

        return image.Digest;
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        folder.Dispose();
    }
}
