namespace Containerize.Tasks;

/// <summary>What an item of the description is: its metadata ContainerizeKind, in these words (Containerize.Description.targets).</summary>
internal enum ItemKind
{
    /// <summary>One for each platform, whose metadata are properties; see <see cref="ImageProperties"/>.</summary>
    Image,

    /// <summary>One, whose metadata are properties that are the same for all platforms.</summary>
    Publish,

    /// <summary>What the Dockerfile is to be like; one, whose metadata are properties. None where no Dockerfile is written.</summary>
    Dockerfile,

    /// <summary>Properties that can be true or false, and are neither; metadata Value.</summary>
    Switch,

    /// <summary>ContainerAppCommand.</summary>
    AppCommand,

    /// <summary>ContainerAppCommandArgs.</summary>
    AppCommandArgs,

    /// <summary>ContainerEntrypoint.</summary>
    Entrypoint,

    /// <summary>ContainerEntrypointArgs.</summary>
    EntrypointArgs,

    /// <summary>ContainerDefaultArgs.</summary>
    DefaultArgs,

    /// <summary>ContainerEnvironmentVariable; metadata Value, Expand.</summary>
    EnvironmentVariable,

    /// <summary>ContainerLabel; metadata Value.</summary>
    Label,

    /// <summary>ContainerAnnotation; metadata Value.</summary>
    Annotation,

    /// <summary>ContainerHealthCheck: a command in words, or the one word NONE.</summary>
    HealthCheck,

    /// <summary>ContainerPort; metadata Type.</summary>
    Port,

    /// <summary>ContainerVolume.</summary>
    Volume,

    /// <summary>ContainerLayer; metadata Files, After.</summary>
    LayerRule,

    /// <summary>ContainerContent; metadata TargetPath, ExcludeFiles, Owner, Mode, Layer.</summary>
    Content,

    /// <summary>ContainerDirectory; metadata Owner, Mode.</summary>
    Directory,

    /// <summary>ContainerExclude: patterns.</summary>
    Exclude,

    /// <summary>ContainerPermission; metadata Files, Owner, Mode.</summary>
    Permission,

    /// <summary>ContainerDestination; metadata Registry, Repository, Tags, Archive, Layout, Engine.</summary>
    Destination,

    /// <summary>FrameworkReference.</summary>
    FrameworkReference,

    /// <summary>ResolvedFileToPublish; this and the next two belong to the image of their ContainerizePlatform metadata, or without it to all.</summary>
    PublishedFile,

    /// <summary>ResolvedRuntimePack.</summary>
    RuntimePack,

    /// <summary>One for each publish; metadata ContentPaths: where below the publish directory content and static web assets lie, a line each.</summary>
    ContentFiles,

    /// <summary>Absolute paths of files in the publish directory that an earlier publish left there.</summary>
    LeftOverFile,

    /// <summary>Properties that get their values late: see <see cref="EarlyValues"/>.</summary>
    LateValue,

    /// <summary>The project, and files that are imported by their names, in the order in which MSBuild reads them.</summary>
    ProjectFile,

    /// <summary>Files of packages and of the runtime that a publish would copy; metadata DestinationSubPath, NuGetPackageId, NuGetPackageVersion.</summary>
    PackageFile,

    /// <summary>ContainerizeBuildArgument; metadata Value, Stage.</summary>
    BuildArgument,

    /// <summary>ContainerRun; metadata Command, Stage, Position.</summary>
    Run,

    /// <summary>ContainerizeNuGetCredential: names of package sources.</summary>
    NuGetCredential,

    /// <summary>ContainerizeBuildInput: files that a restore reads.</summary>
    BuildInput,
}
