namespace Containerize.Benchmarks.Contenders;

/// <summary>Where an image goes.</summary>
/// <param name="Registry"><c>host:port</c>.</param>
/// <param name="CacheFolder">For what a contender keeps from one publish to the next, where it can be told so.</param>
internal sealed record PublishTarget(string Registry, string Repository, string CacheFolder);
