namespace Containerize.Benchmarks.Measuring;

/// <summary>What one command took.</summary>
/// <param name="Wall">From its start to its own end.</param>
/// <param name="Cpu">User and system time of it and of every process it started.</param>
/// <param name="PeakMemory">The largest resident set of any one of these processes, in bytes.</param>
internal sealed record Measurement(int ExitCode, TimeSpan Wall, TimeSpan Cpu, long PeakMemory);
