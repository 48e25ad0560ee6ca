using Containerize.Describing;
using Containerize.Dockerfiles;
using Containerize.Oci;

namespace Containerize.Generating;

/// <summary>A Dockerfile and its ignore file, with what it takes to build it.</summary>
/// <param name="Model">Before the user's own lines.</param>
/// <param name="Layers">Names of the layers above the base, lowest first.</param>
internal sealed record GeneratedDockerfile(Dockerfile Model, BuildContext Context, IReadOnlyList<string> Layers, string IgnoreText)
{
    /// <summary>What the built image says of itself, as far as its base is known.</summary>
    public required ImageConfig Config { get; init; }

    /// <summary>The text of the context's own <c>.dockerignore</c>; null: none is asked for.</summary>
    public string? ContextIgnoreText { get; init; }

    /// <summary>Names of the secrets that building it takes.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>What does not fit the base, as far as the base is known.</summary>
    public IReadOnlyList<Misfit> Misfits { get; init; } = [];
}
