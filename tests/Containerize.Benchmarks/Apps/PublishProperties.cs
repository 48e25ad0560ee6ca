namespace Containerize.Benchmarks.Apps;

/// <summary>Properties of our own that projects of the benchmark know.</summary>
internal static class PublishProperties
{
    /// <summary>What the repositories of a solution's services are below.</summary>
    public const string RepositoryPrefix = "BenchmarkRepositoryPrefix";
}
