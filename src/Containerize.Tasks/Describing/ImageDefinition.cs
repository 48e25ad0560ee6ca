using Containerize.BaseImages;
using Containerize.Describing.Secrets;
using Containerize.Destinations;
using Containerize.Languages;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>
/// The one description of an image, whatever way it is built. Every value has been checked, but for two things: how the parts of the command go together,
/// <see cref="CommandLine.Resolve"/> says, and whether <see cref="ImagePlace.Engine.Named"/> is an engine matters only where one is looked for.
/// </summary>
internal sealed record ImageDefinition
{
    /// <summary>For messages: the project's name.</summary>
    public required string ProjectName { get; init; }

    /// <summary>Absolute path of the project's folder, whose git history may date the image.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Absolute path of the project's file.</summary>
    public string? ProjectFile { get; init; }

    /// <summary>Absolute path of the publish output.</summary>
    public required string PublishDirectory { get; init; }

    /// <summary>Absolute paths of files in it that are not of this publish.</summary>
    public IReadOnlySet<string> LeftOver { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Absolute path of a folder for intermediate files, below obj.</summary>
    public required string IntermediateDirectory { get; init; }

    /// <summary>What the image stands on; null for nothing at all (<c>scratch</c>).</summary>
    public required BaseName? BaseImage { get; init; }

    public required Platform Platform { get; init; }

    public ImageFormat Format { get; init; }

    /// <summary>Where it goes: at least one place.</summary>
    public required IReadOnlyList<ImageTarget> Targets { get; init; }

    /// <summary>Images whose layers may be taken over, after the one under the first tag that leads to one; of its registry only.</summary>
    public IReadOnlyList<ImageReference> CacheFrom { get; init; } = [];

    /// <summary>Absolute path in the image, without a trailing slash: <c>/app</c>.</summary>
    public required string WorkingDirectory { get; init; }

    public required CommandLine CommandLine { get; init; }

    /// <summary>What the app needs of the base to start; null where the image starts something else, or nobody knows what.</summary>
    public AppNeeds? Needs { get; init; }

    /// <summary>Null: decided by what the base offers.</summary>
    public string? User { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Those whose values are taken as they are written; in others <see cref="VariableText"/> means variables.</summary>
    public IReadOnlySet<string> VerbatimVariables { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Files that the project puts into the image beside what it publishes (ContainerContent).</summary>
    public IReadOnlyList<PublishedFile> AddedFiles { get; init; } = [];

    /// <summary>Folders that the image is to have (ContainerDirectory): path, owner, mode.</summary>
    public IReadOnlyList<PublishedFile> AddedFolders { get; init; } = [];

    /// <summary>Owners and modes for published files (ContainerPermission), the first that covers a file counts.</summary>
    public IReadOnlyList<PermissionRule> Permissions { get; init; } = [];

    public ImageLabels GeneratedLabels { get; init; } = new();

    /// <summary>Of the manifest; by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];

    /// <summary>Of the index that several images get; by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> IndexAnnotations { get; init; } = [];

    /// <summary>For example <c>8080/tcp</c>.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>Whether the ports that ASP.NET Core's variables in the base image name are the app's: only a web app listens there.</summary>
    public bool IsWeb { get; init; }

    /// <summary>Whether the image is a web server of our choice with static files, which is told how to serve them.</summary>
    public bool HasOurServer { get; init; }

    public IReadOnlyList<string> Volumes { get; init; } = [];

    public string? StopSignal { get; init; }

    /// <summary>Null: the base's, if it has one.</summary>
    public HealthCheck? HealthCheck { get; init; }

    /// <summary>Which of the published files go into the image.</summary>
    public FileChoice Choice { get; init; } = new();

    /// <summary>Whether the output is a site of static files, whatever serves them.</summary>
    public bool IsSite { get; init; }

    /// <summary>How our server serves the site of a container project; null for Blazor's.</summary>
    public SiteSettings? Site { get; init; }

    /// <summary>Whether nothing has to be published: what is added may be all.</summary>
    public bool IsContentProject { get; init; }

    /// <summary>What the folder of a container project is; null: an app of .NET's, or what the project names.</summary>
    public LanguageApp? App { get; init; }

    /// <summary>What <see cref="App"/> is prepared for.</summary>
    public AppTarget? AppTarget { get; init; }

    /// <summary>Equal for images that are made of the same files.</summary>
    public string OutputKey => $"{PublishDirectory}\n{AppTarget?.Folder}";

    /// <summary>What becomes of secrets that the image would hold.</summary>
    public SecretScanChoice SecretScan { get; init; } = SecretScanChoice.Usual;

    public IReadOnlyList<LayerRule> LayerRules { get; init; } = [];

    public LayeringChoice Layering { get; init; } = new();

    /// <summary>Where a published file came from, by its path below the publish directory.</summary>
    public required IFileProvenance Provenance { get; init; }

    /// <summary>Absolute path of a file in the image.</summary>
    /// <param name="path">As <see cref="PublishedFile.RelativePath"/>.</param>
    public string PlaceOf(string path) => path[0] == '/' ? path : $"{WorkingDirectory.TrimEnd('/')}/{path}";
}
