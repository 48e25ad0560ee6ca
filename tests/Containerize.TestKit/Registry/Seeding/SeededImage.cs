namespace Containerize.TestKit.Registry.Seeding;

/// <summary>What a push left in the registry.</summary>
public sealed record SeededImage(string Repository, string? Tag, string MediaType, string Digest, long Size, IReadOnlyList<SeedLayer> Layers);
