using Containerize.TestKit.Registry;

namespace Containerize.Benchmarks.Registries;

/// <summary>The test kit's registry, in this process and in memory: for a machine that has no other.</summary>
internal sealed class FallbackRegistry : IRegistry
{
    private readonly InProcessRegistry _registry;

    private FallbackRegistry(InProcessRegistry registry) => _registry = registry;

    public string Address => _registry.Host;

    public string Description => "the test kit's in-process registry with a synthetic base image";

    public static async Task<FallbackRegistry> StartAsync(CancellationToken cancellationToken)
        => new(await InProcessRegistry.StartAsync(cancellationToken: cancellationToken));

    public ValueTask DisposeAsync() => _registry.DisposeAsync();
}
