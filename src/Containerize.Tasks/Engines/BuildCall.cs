namespace Containerize.Engines;

/// <summary>What a builder is asked for: the image that a Dockerfile gives for one platform, in a file.</summary>
/// <param name="Dockerfile">Absolute path.</param>
/// <param name="Context">Absolute path of the build context.</param>
/// <param name="Platform">As engines write it: <c>linux/arm64</c>.</param>
/// <param name="Archive">Absolute path of the file to write.</param>
internal sealed record BuildCall(string Dockerfile, string Context, string Platform, string Archive)
{
    /// <summary>For the image where the builder keeps it, until it is taken from there.</summary>
    public required string Name { get; init; }

    /// <summary>Values for the Dockerfile's ARGs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Arguments { get; init; } = [];

    /// <summary>Names of secrets, each of which is in the environment variable of its name.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>What the builder's program is told besides. They come last, so that a user's win.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}
