namespace Containerize.Publishing;

/// <summary>What a builder is given.</summary>
/// <param name="Dockerfile">Absolute path.</param>
/// <param name="Context">Absolute path of the build context.</param>
/// <param name="Layers">Names of the layers that the Dockerfile copies, lowest first.</param>
internal sealed record BuilderRecipe(string Dockerfile, string Context, IReadOnlyList<string> Layers)
{
    /// <summary>Values for the Dockerfile's ARGs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Arguments { get; init; } = [];

    /// <summary>Names of the restore's secrets, each of which is in the environment variable of its name.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>ContainerizeBuilderArguments.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Why the images say that they are from 1970; null where they do not.</summary>
    public string? WhyEpoch { get; init; }
}
