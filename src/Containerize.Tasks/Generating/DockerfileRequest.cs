using Containerize.Dockerfiles;
using Containerize.Oci;

namespace Containerize.Generating;

/// <summary>What a Dockerfile is to be generated for, besides the image that it describes. Every value has been checked; paths are absolute.</summary>
internal sealed record DockerfileRequest
{
    public required string Path { get; init; }

    /// <summary>The build context; null: the smallest folder that does.</summary>
    public string? ContextFolder { get; init; }

    /// <summary>The user's own.</summary>
    public required string HomeFolder { get; init; }

    public DockerfileProfile Profile { get; init; }

    /// <summary>A frontend that BuildKit is to read the file with, for example <c>docker/dockerfile:1</c>; null: its own.</summary>
    public string? Syntax { get; init; }

    /// <summary>Whether the ignore file is to lie in the context's folder too, under the name that every builder reads.</summary>
    public bool WritesContextIgnoreFile { get; init; }

    /// <summary>Every project of the graph, leaves first, the image's last.</summary>
    public required IReadOnlyList<SourceProject> Projects { get; init; }

    /// <summary>Projects that only the tests need, their own last; none: there is no test stage.</summary>
    public IReadOnlyList<SourceProject> Tests { get; init; } = [];

    /// <summary>What the last restore left; absolute path of a file that may not be there.</summary>
    public string AssetsFile { get; init; } = string.Empty;

    /// <summary>Files that a restore reads without a project's saying so.</summary>
    public IReadOnlyList<string> RestoreInputs { get; init; } = [];

    /// <summary>Whether what containers run in is a stage of its own, for editors.</summary>
    public bool HasBaseStage { get; init; }

    public required ExpectedOutput Output { get; init; }

    public required ImageReference SdkImage { get; init; }

    /// <summary>Whether the base image is one of .NET's own, or the web server of our choice: their configuration need not be asked for.</summary>
    public required bool CanAssumeBase { get; init; }

    /// <summary>The major version of the app's framework.</summary>
    public required int FrameworkMajor { get; init; }

    /// <summary>Whether FROM names the base image by digest as well.</summary>
    public bool PinsBase { get; init; }

    /// <summary>What the image's label says of a version that targets will make; null: they make none, or have made it.</summary>
    public string? MadeVersion { get; init; }

    /// <summary>When the image is made now and here, the time it says; null for a file that is kept, which must not change with every commit.</summary>
    public DateTimeOffset? Created { get; init; }

    public required string Configuration { get; init; }

    public string? TargetFramework { get; init; }

    /// <summary>Arguments that restore and publish need to come to the same evaluation.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Runtime identifiers that the restore names on its command line.</summary>
    public IReadOnlyList<string> RestoredFor { get; init; } = [];

    /// <summary>Whether projects make their versions of git.</summary>
    public bool MakesVersions => Projects.Any(project => project.MakesVersion);

    public bool IsForTargetPlatform { get; init; }

    /// <summary>Whether the project names the platform, so that the builder must be told.</summary>
    public bool NamesPlatform { get; init; }

    public bool IsAot { get; init; }

    /// <summary>Whether <c>dotnet test</c> runs Microsoft.Testing.Platform, which takes a project by an option.</summary>
    public bool TestsByPlatform { get; init; }

    /// <summary>Of the SDK that builds, to which the workloads belong whose names say no version; null: unknown.</summary>
    public int? SdkMajor { get; init; }

    public IReadOnlyList<BuildArgument> BuildArguments { get; init; } = [];

    public IReadOnlyList<ExtraRun> ExtraRuns { get; init; } = [];

    public IReadOnlyList<RestoreSecret> Credentials { get; init; } = [];

    /// <summary>What the image is called in a compose file; null: as the last part of its repository.</summary>
    public string? ServiceName { get; init; }
}
