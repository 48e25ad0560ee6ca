namespace Containerize.Engines;

/// <summary>A kind of builder: its program, and how that is asked for what every builder does.</summary>
internal sealed class BuilderKind
{
    public static readonly BuilderKind Docker = new("docker")
    {
        Build = ["build", "--progress=plain"],
        Save = (name, archive) => ["save", "-o", archive, name],
        Forget = name => ["image", "rm", "--no-prune", name],
    };

    /// <summary>Its images are its cache, so the name stays, for the next build to take over.</summary>
    public static readonly BuilderKind Buildah = new("buildah")
    {
        Build = ["bud", "--layers"],
        Save = (name, archive) => ["push", "--quiet", name, $"docker-archive:{archive}:{name}"],
    };

    private BuilderKind(string program) => Program = program;

    /// <summary>What its users type: <c>docker</c>.</summary>
    public string Program { get; }

    /// <summary>The command that builds a Dockerfile, before the options that all have in common.</summary>
    public required IReadOnlyList<string> Build { get; init; }

    /// <summary>The command that writes the image of a name to a tar of docker's format, at an absolute path.</summary>
    public required Func<string, string, IReadOnlyList<string>> Save { get; init; }

    /// <summary>The command that lets go of a name, and of nothing that makes the next build quick; null where the name has to stay for that.</summary>
    public Func<string, IReadOnlyList<string>>? Forget { get; init; }
}
