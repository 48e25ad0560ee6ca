using Containerize.Diagnostics;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>A kind of builder: its program, and how that is asked for what every builder does.</summary>
/// <param name="program">What its users type: <c>docker</c>.</param>
/// <param name="title">What messages call it.</param>
internal sealed class BuilderKind(string program, string title)
{
    public static readonly BuilderKind Docker = new("docker", "docker")
    {
        Build = call => ["build", "--progress=plain", "-t", call.Name, .. ListOptions(call)],
        Save = call => ["save", "-o", call.Archive, call.Name],
        Forget = call => ["image", "rm", "--no-prune", call.Name],
        WhyNotSaved = " If docker builds with a builder of docker buildx (BUILDX_BUILDER), that keeps the image: name it in ContainerizeBuilderName.",
    };

    /// <summary>Its images are its cache, so the name stays, for the next build to take over.</summary>
    public static readonly BuilderKind Buildah = new("buildah", "buildah")
    {
        Build = call => ["bud", "--layers", "-t", call.Name, .. ListOptions(call)],
        Save = call => ["push", "--quiet", call.Name, $"docker-archive:{call.Archive}:{call.Name}"],
    };

    public string Program { get; } = program;

    public string Title { get; } = title;

    /// <summary>The command that builds.</summary>
    public required Func<BuildCall, IReadOnlyList<string>> Build { get; init; }

    /// <summary>The command that writes the built image to a tar of docker's format; null where building has written an archive.</summary>
    public Func<BuildCall, IReadOnlyList<string>>? Save { get; init; }

    /// <summary>What to think of when an image that was built cannot be saved; begins with a blank.</summary>
    public string WhyNotSaved { get; init; } = string.Empty;

    /// <summary>The command that lets go of a name, and of nothing that makes the next build quick; null where the name has to stay for that.</summary>
    public Func<BuildCall, IReadOnlyList<string>>? Forget { get; init; }

    /// <summary>The command that asks whether the builder is there, for when a build has failed; null where the build's own words say it.</summary>
    public Func<BuildCall, IReadOnlyList<string>>? Question { get; init; }

    /// <summary>Reads the answer, told what was being done. Null: the builder is there, and the build failed for a reason of its own.</summary>
    public Func<ProgramResult, string, ContainerizeException?> Explain { get; init; } = (_, _) => null;

    /// <summary>
    /// Whether builds for several platforms at once are what it is for: BuildKit does together what they have in common, and has machines of its own.
    /// </summary>
    public bool BuildsSideBySide { get; init; }

    /// <summary>What docker, its buildx and buildah understand alike, with the context at the end.</summary>
    public static IEnumerable<string> ListOptions(BuildCall call) =>
    [
        "-f", call.Dockerfile,
        "--platform", call.Platform,
        .. call.Arguments.SelectMany(argument => new[] { "--build-arg", $"{argument.Key}={argument.Value}" }),
        .. call.Secrets.SelectMany(secret => new[] { "--secret", FormatSecret(secret) }),
        .. call.Others,
        call.Context,
    ];

    public static string FormatSecret(string secret) => $"id={secret},env={secret}";

    /// <summary>BuildKit's exporter for image layouts. What it takes is a line of comma-separated values, as RFC 4180 has them.</summary>
    public static string FormatOutput(BuildCall call)
    {
        var target = $"dest={call.Archive}";
        return "type=oci," + (target.AsSpan().ContainsAny(',', '"') ? $"\"{target.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : target);
    }
}
