namespace Containerize.Publishing;

/// <summary>What a builder is given.</summary>
/// <param name="Dockerfile">Absolute path.</param>
/// <param name="Context">Absolute path of the build context.</param>
/// <param name="Options">For the builder, besides those for the platform.</param>
/// <param name="Layers">Names of the layers that the Dockerfile copies, lowest first.</param>
internal sealed record BuilderRecipe(string Dockerfile, string Context, IReadOnlyList<string> Options, IReadOnlyList<string> Layers)
{
    /// <summary>Why the images say that they are from 1970; null where they do not.</summary>
    public string? WhyEpoch { get; init; }
}
