using Containerize.Benchmarks.Apps;

namespace Containerize.Benchmarks.Contenders;

/// <summary>Where an image goes.</summary>
/// <param name="Registry"><c>host:port</c>.</param>
/// <param name="Folder">The lane's, above its copy of the app.</param>
/// <param name="Images">See <see cref="IApp.Images"/>.</param>
internal sealed record PublishTarget(string Registry, string Repository, string Folder, IReadOnlyList<string> Images)
{
    public const string Tag = "latest";

    /// <summary>The engine that the image is loaded into; null where it is pushed to the registry.</summary>
    public DockerEngine? Engine { get; init; }

    /// <summary>Where the app is built and tested before it is published: its tests, relative to its folder. Null for a publish alone.</summary>
    public string? TestProject { get; init; }

    public string Reference => Engine is null ? $"{Registry}/{Repository}:{Tag}" : $"{Repository}:{Tag}";

    /// <summary>All repositories that there are images in afterwards.</summary>
    public IEnumerable<string> Repositories => Images.Count == 0 ? [Repository] : Images.Select(image => $"{Repository}/{image}");

    /// <summary>Says where the images go.</summary>
    public string RepositoryArgument => $"-p:{(Images.Count == 0 ? "ContainerRepository" : PublishProperties.RepositoryPrefix)}={Repository}";

    /// <summary>For what a contender keeps from one publish to the next, where it can be told so.</summary>
    public string CacheFolder => Path.Combine(Folder, "cache");
}
