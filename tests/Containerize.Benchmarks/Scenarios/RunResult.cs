using Containerize.Benchmarks.Measuring;
using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>One publish.</summary>
/// <param name="Digest">What the tag named afterwards; null for a publish without an image.</param>
internal sealed record RunResult(Measurement Measurement, Traffic Traffic, string? Digest);
