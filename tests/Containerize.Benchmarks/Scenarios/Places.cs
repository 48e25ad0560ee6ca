using Containerize.Benchmarks.Contenders;
using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>Where images go to, and how much went there.</summary>
/// <param name="Content">The registry itself.</param>
/// <param name="Registry">In front of it.</param>
internal sealed record Places(RegistryContent Content, CountingProxy Registry)
{
    /// <summary>In front of an engine of this machine; null where there is none.</summary>
    public CountedEngine? Engine { get; init; }

    /// <summary>Null where there is no second engine, in which nothing was built.</summary>
    public Node? Node { get; init; }

    public Traffic Traffic
    {
        get
        {
            var registry = Registry.Traffic;
            return registry with { BytesSent = registry.BytesSent + (Engine?.BytesSent ?? 0) };
        }
    }

    /// <summary>What a scenario lacks, in words; null where it can run.</summary>
    public string? FindMissing(MeasuredPart part) => part switch
    {
        MeasuredPart.Load when Engine is null => "no Docker Engine with a socket on this machine",
        MeasuredPart.Start when Node is null => "no second Docker Engine, which the lab's newer engines have",
        _ => null,
    };
}
