namespace Containerize.Benchmarks.Contenders;

/// <summary>Where an image goes.</summary>
/// <param name="Registry"><c>host:port</c>.</param>
/// <param name="Folder">The lane's, above its copy of the app.</param>
internal sealed record PublishTarget(string Registry, string Repository, string Folder)
{
    public const string Tag = "latest";

    /// <summary>The engine that the image is loaded into; null where it is pushed to the registry.</summary>
    public DockerEngine? Engine { get; init; }

    public string Reference => Engine is null ? $"{Registry}/{Repository}:{Tag}" : $"{Repository}:{Tag}";

    /// <summary>For what a contender keeps from one publish to the next, where it can be told so.</summary>
    public string CacheFolder => Path.Combine(Folder, "cache");
}
