using Containerize.Diagnostics;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;

namespace Containerize.Tests.Reliability;

/// <summary>Something that goes wrong in a publish, and what becomes of it: a row of docs/reliability.md, and the test that proves it.</summary>
/// <param name="Where">What was being done.</param>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Outcome">What the user gets.</param>
/// <param name="Code">The error; null where the image is published all the same.</param>
internal sealed record FaultCase(string Where, string Fault, string Outcome, ErrorCode? Code = null)
{
    public KitOptions Registry { get; init; } = new();

    /// <summary>Whether an earlier version of the image is under the tag.</summary>
    public bool HasEarlierImage { get; init; }

    /// <summary>Whether the user has a login.</summary>
    public bool HasLogin { get; init; }

    /// <summary>Makes it go wrong, just before the publish.</summary>
    public required Action<FaultBench> Arrange { get; init; }

    /// <summary>What else has to be true afterwards.</summary>
    public Action<FaultBench> Check { get; init; } = _ => { };

    public override string ToString() => $"{Where}: {Fault}";
}
