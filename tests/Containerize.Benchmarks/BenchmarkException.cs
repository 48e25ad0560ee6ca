namespace Containerize.Benchmarks;

/// <summary>A benchmark could not be run to its end; the message is for the person who started it.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
