namespace Containerize.Dockerfiles;

/// <summary>How the app is built in a Dockerfile's first stages.</summary>
internal sealed record BuildRecipe
{
    public required BuildContext Context { get; init; }

    public DockerfileProfile Profile { get; init; }

    public required string SdkImage { get; init; }

    /// <summary>Whether what containers run in is a stage of its own, the first: editors build only that, and run in it what they have compiled.</summary>
    public bool HasBaseStage { get; init; }

    /// <summary>Whether the stages run on the builder's own platform, whatever the image is for; else on the image's.</summary>
    public bool CrossCompiles { get; init; } = true;

    /// <summary>Whether the output depends on the platform that is built for, which the builder then names.</summary>
    public bool IsForTargetPlatform { get; init; }

    /// <summary>Arguments of restore and publish alike: the two must agree, or the second does not find what the first brought.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>For example <c>net10.0</c> of a project that has several.</summary>
    public string? TargetFramework { get; init; }

    public required string Configuration { get; init; }

    public bool IsLocked { get; init; }

    /// <summary>Workloads of the SDK that projects are built with.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>Whether <c>dotnet test</c> takes its project by an option.</summary>
    public bool TestsByPlatform { get; init; }

    /// <summary>Whether projects make their versions of git, so that a builder has to be told them.</summary>
    public bool MakesVersions { get; init; }

    public IReadOnlyList<BuildArgument> BuildArguments { get; init; } = [];

    /// <summary>The layers that the publish step writes, lowest first.</summary>
    public required IReadOnlyList<CopiedLayer> Layers { get; init; }

    /// <summary>Whether which files are in the layers depends on the platform that is built for, though the output does not.</summary>
    public bool ChoosesByPlatform { get; init; }

    /// <summary>Shell commands before anything is copied into the first stage: system packages.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Preparation { get; init; } = [];

    public IReadOnlyList<ExtraRun> ExtraRuns { get; init; } = [];

    /// <summary>Secrets that no nuget.config asks for.</summary>
    public IReadOnlyList<RestoreSecret> Credentials { get; init; } = [];
}
