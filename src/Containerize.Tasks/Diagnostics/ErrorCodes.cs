namespace Containerize.Diagnostics;

/// <summary>
/// Every code, in the order of the docs. 1xxx: what the user wrote. 2xxx: base images. 3xxx: registries. 4xxx: where the image goes. 5xxx: files and
/// layers. 6xxx: Dockerfiles. 9xxx: the rest.
/// </summary>
internal static class ErrorCodes
{
    public static readonly ErrorCode HostTooOld = new("CTZ1001", "The .NET SDK or MSBuild is too old");
    public static readonly ErrorCode TwoContainerPublishers = new("CTZ1002", "Two container publishes were asked for at once");
    public static readonly ErrorCode PassedOver = new("CTZ1003", "A project gets no image");
    public static readonly ErrorCode MisspeltName = new("CTZ1004", "A name is nearly one that is known");
    public static readonly ErrorCode ValueTooEarly = new("CTZ1007", "A property was read before it had its value");

    public static readonly ErrorCode InvalidRegistry = new("CTZ1101", "A registry name is not valid");
    public static readonly ErrorCode InvalidRepository = new("CTZ1102", "A repository name is not valid");
    public static readonly ErrorCode InvalidTag = new("CTZ1103", "A tag is not valid");
    public static readonly ErrorCode InvalidBaseImage = new("CTZ1104", "The base image reference is not valid");
    public static readonly ErrorCode InvalidPort = new("CTZ1105", "A port is not valid");
    public static readonly ErrorCode InvalidEnvironmentVariable = new("CTZ1106", "An environment variable is not valid");
    public static readonly ErrorCode InvalidLabel = new("CTZ1107", "A label is not valid");
    public static readonly ErrorCode InvalidWorkingDirectory = new("CTZ1108", "The working directory is not valid");
    public static readonly ErrorCode InvalidPlatform = new("CTZ1109", "The platform is not one an image can have");
    public static readonly ErrorCode InvalidEntrypoint = new("CTZ1110", "Entrypoint, command and arguments do not fit together");
    public static readonly ErrorCode InvalidOption = new("CTZ1111", "A property has a value it does not know");
    public static readonly ErrorCode InvalidSourceDate = new("CTZ1112", "SOURCE_DATE_EPOCH is not valid");
    public static readonly ErrorCode InvalidLayerItem = new("CTZ1113", "A ContainerLayer item is not valid");
    public static readonly ErrorCode InvalidAnnotation = new("CTZ1114", "An annotation is not valid");

    public static readonly ErrorCode InvalidList = new("CTZ1115", "A list is not written as one");
    public static readonly ErrorCode InvalidUser = new("CTZ1116", "The user is not valid");
    public static readonly ErrorCode InvalidVolume = new("CTZ1117", "A volume is not valid");
    public static readonly ErrorCode NameTaken = new("CTZ1118", "Two projects of one build would write the same image");
    public static readonly ErrorCode PatternInCommand = new("CTZ1119", "A word of a command is read as a pattern of files");
    public static readonly ErrorCode CommandInOneWord = new("CTZ1120", "A program's name has blanks in it");
    public static readonly ErrorCode ValueMissing = new("CTZ1121", "A variable or label has no value");
    public static readonly ErrorCode LayerTakesNothing = new("CTZ1122", "A ContainerLayer item takes no file");
    public static readonly ErrorCode VariableUnknown = new("CTZ1123", "A variable's value names one that the image does not have");
    public static readonly ErrorCode InvalidContent = new("CTZ1125", "What the project adds to the image is not valid");
    public static readonly ErrorCode ExcludesNothing = new("CTZ1126", "A ContainerExclude or ContainerPermission matches no file");
    public static readonly ErrorCode InvalidDestination = new("CTZ1127", "A ContainerDestination item is not valid");
    public static readonly ErrorCode OtherNotBuilt = new("CTZ1128", "Another project of the solution did not build");
    public static readonly ErrorCode AppUnreadable = new("CTZ1129", "What an app is cannot be read");
    public static readonly ErrorCode AppCommandUnknown = new("CTZ1130", "Nothing tells how the app starts");

    public static readonly ErrorCode BaseImageMissing = new("CTZ2001", "The base image was not found");
    public static readonly ErrorCode BaseImagePlatformMissing = new("CTZ2002", "The base image has no variant for the platform");
    public static readonly ErrorCode BaseImageUnusable = new("CTZ2003", "The base image cannot be built upon");
    public static readonly ErrorCode BaseImageNotInferred = new("CTZ2004", "No base image could be inferred");
    public static readonly ErrorCode BaseImageFromCache = new("CTZ2005", "The base image was taken from the cache");
    public static readonly ErrorCode RuntimeNotInBase = new("CTZ2006", "The base image does not have the runtime that the app needs");
    public static readonly ErrorCode OtherCLibrary = new("CTZ2007", "The base image has another C library than the app");
    public static readonly ErrorCode CulturesNotInBase = new("CTZ2008", "The base image has no cultures");

    public static readonly ErrorCode RegistryUnreachable = new("CTZ3001", "The registry cannot be reached");
    public static readonly ErrorCode RegistryPlainHttp = new("CTZ3002", "The registry answers plain HTTP where HTTPS was asked for");
    public static readonly ErrorCode RegistryTls = new("CTZ3003", "The registry's TLS certificate was not accepted");
    public static readonly ErrorCode RegistryUnauthorized = new("CTZ3004", "The registry wants credentials");
    public static readonly ErrorCode RegistryDenied = new("CTZ3005", "The registry does not allow this");
    public static readonly ErrorCode RegistryAnswer = new("CTZ3006", "The registry gave an unexpected answer");
    public static readonly ErrorCode DigestMismatch = new("CTZ3007", "Content from a registry is not what its digest says");
    public static readonly ErrorCode CredentialsUnreadable = new("CTZ3008", "Stored credentials could not be read");
    public static readonly ErrorCode AnswerTooLarge = new("CTZ3009", "A registry's answer is too large");
    public static readonly ErrorCode RegistryTimeout = new("CTZ3010", "The registry stopped answering");
    public static readonly ErrorCode CertificatesUnreadable = new("CTZ3011", "A certificate for a registry could not be read");
    public static readonly ErrorCode ProxyUnusable = new("CTZ3012", "The proxy could not be used");
    public static readonly ErrorCode CredentialsIncomplete = new("CTZ3013", "Half of a login is missing");

    public static readonly ErrorCode ArchiveNotWritten = new("CTZ4001", "The archive could not be written");
    public static readonly ErrorCode EngineNotFound = new("CTZ4002", "The container engine does not answer");
    public static readonly ErrorCode EngineRefused = new("CTZ4003", "The container engine did not take the image");
    public static readonly ErrorCode ResultNotWritten = new("CTZ4004", "The result file could not be written");
    public static readonly ErrorCode LayoutUnusable = new("CTZ4005", "The image layout could not be written");
    public static readonly ErrorCode OtherEngine = new("CTZ4006", "The image went to podman since docker does not answer");

    public static readonly ErrorCode PublishDirectoryMissing = new("CTZ5001", "The publish directory is missing or empty");
    public static readonly ErrorCode FileUnreadable = new("CTZ5002", "A file to publish could not be read");
    public static readonly ErrorCode FileChanged = new("CTZ5003", "A file changed while it was being published");
    public static readonly ErrorCode CacheUnusable = new("CTZ5004", "The cache could not be used");
    public static readonly ErrorCode LinkOutside = new("CTZ5005", "A link in the publish directory leads nowhere");
    public static readonly ErrorCode UserNotKnown = new("CTZ5006", "The base does not know the user of a volume's folder");
    public static readonly ErrorCode BaseFoldersUnknown = new("CTZ5007", "The base image's folders could not be read");
    public static readonly ErrorCode WindowsScript = new("CTZ5008", "A script cannot be started on Linux");
    public static readonly ErrorCode FileUnfit = new("CTZ5009", "A file cannot be in an image");
    public static readonly ErrorCode MachinePaths = new("CTZ5010", "Assemblies carry paths of this machine");
    public static readonly ErrorCode LeftOver = new("CTZ5011", "A file in the publish folder is not of this publish");
    public static readonly ErrorCode SecretInImage = new("CTZ5012", "A secret would be in the image");
    public static readonly ErrorCode ImageUnreadable = new("CTZ5013", "The image of a report could not be read");

    public static readonly ErrorCode DockerfileNotOurs = new("CTZ6001", "The Dockerfile was written by hand");
    public static readonly ErrorCode DockerfileDrifted = new("CTZ6002", "The Dockerfile is not what would be generated");
    public static readonly ErrorCode DockerfileNotWritten = new("CTZ6003", "The Dockerfile or the compose file could not be written");
    public static readonly ErrorCode DockerfileOutdated = new("CTZ6004", "The Dockerfile foresees other layers");
    public static readonly ErrorCode LayersNotWritten = new("CTZ6005", "The layer folders could not be written");
    public static readonly ErrorCode GraphUnreadable = new("CTZ6006", "The project's graph could not be read");
    public static readonly ErrorCode OutsideContext = new("CTZ6007", "The build needs something outside its context");
    public static readonly ErrorCode SecretInClear = new("CTZ6008", "A secret would get into a layer");
    public static readonly ErrorCode NotInDockerfile = new("CTZ6009", "A Dockerfile cannot say this");
    public static readonly ErrorCode RunNeedsDockerfile = new("CTZ6010", "ContainerRun needs a Dockerfile");
    public static readonly ErrorCode BuilderFailed = new("CTZ6011", "The builder did not build the image");
    public static readonly ErrorCode DockerfileRule = new("CTZ6012", "The Dockerfile breaks a rule");
    public static readonly ErrorCode SecretsNeedMounts = new("CTZ6013", "A plain Dockerfile cannot be given secrets");
    public static readonly ErrorCode IgnoreFileUnread = new("CTZ6014", "A plain Dockerfile's builders would be sent everything");
    public static readonly ErrorCode BuilderMissing = new("CTZ6015", "The builder does not exist");
    public static readonly ErrorCode BuilderSilent = new("CTZ6016", "The builder does not answer");
    public static readonly ErrorCode OtherPlatform = new("CTZ6017", "The builder made no image for a platform");
    public static readonly ErrorCode VersionsUnreadable = new("CTZ6018", "The versions that a builder was told cannot be read");
    public static readonly ErrorCode SdkImageMissing = new("CTZ6019", "No image has the SDK that global.json pins");
    public static readonly ErrorCode NodeProgramUnknown = new("CTZ6020", "Packages are locked by another program than npm");
    public static readonly ErrorCode ComposeNotOurs = new("CTZ6022", "The compose file was written by hand");
    public static readonly ErrorCode ComposeDrifted = new("CTZ6023", "The compose file is not what would be generated");
    public static readonly ErrorCode ServiceNameTaken = new("CTZ6024", "Two services of a compose file have one name");
    public static readonly ErrorCode InputNotInContext = new("CTZ6025", "A builder would not have a file that the build reads");
    public static readonly ErrorCode DeepCheckFailed = new("CTZ6026", "The build that is to be compared failed");
    public static readonly ErrorCode PersonalSource = new("CTZ6027", "A package came from a source that no builder knows");
    public static readonly ErrorCode ContextAboveRepository = new("CTZ6028", "The build context is larger than the repository");
    public static readonly ErrorCode ToolMissing = new("CTZ6029", "A tool that makes the app is not installed");
    public static readonly ErrorCode ToolFailed = new("CTZ6030", "A tool could not install packages or build the app");
    public static readonly ErrorCode PackagesNotLocked = new("CTZ6031", "Nothing says which versions of packages are meant");
    public static readonly ErrorCode InstallScripts = new("CTZ6032", "What packages compile may not fit the image");

    public static readonly ErrorCode Canceled = new("CTZ9001", "The publish was canceled");
    public static readonly ErrorCode Unexpected = new("CTZ9002", "Something unforeseen happened");

    /// <summary>All codes, in ascending order of <see cref="ErrorCode.Id"/>.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        HostTooOld, TwoContainerPublishers, PassedOver, MisspeltName, ValueTooEarly,
        InvalidRegistry, InvalidRepository, InvalidTag, InvalidBaseImage, InvalidPort, InvalidEnvironmentVariable, InvalidLabel,
        InvalidWorkingDirectory, InvalidPlatform, InvalidEntrypoint, InvalidOption, InvalidSourceDate, InvalidLayerItem, InvalidAnnotation,
        InvalidList, InvalidUser, InvalidVolume, NameTaken, PatternInCommand, CommandInOneWord, ValueMissing, LayerTakesNothing, VariableUnknown,
        InvalidContent, ExcludesNothing, InvalidDestination, OtherNotBuilt, AppUnreadable, AppCommandUnknown,
        BaseImageMissing, BaseImagePlatformMissing, BaseImageUnusable, BaseImageNotInferred, BaseImageFromCache,
        RuntimeNotInBase, OtherCLibrary, CulturesNotInBase,
        RegistryUnreachable, RegistryPlainHttp, RegistryTls, RegistryUnauthorized, RegistryDenied, RegistryAnswer,
        DigestMismatch, CredentialsUnreadable, AnswerTooLarge, RegistryTimeout, CertificatesUnreadable, ProxyUnusable, CredentialsIncomplete,
        ArchiveNotWritten, EngineNotFound, EngineRefused, ResultNotWritten, LayoutUnusable, OtherEngine,
        PublishDirectoryMissing, FileUnreadable, FileChanged, CacheUnusable, LinkOutside,
        UserNotKnown, BaseFoldersUnknown, WindowsScript, FileUnfit, MachinePaths, LeftOver, SecretInImage, ImageUnreadable,
        DockerfileNotOurs, DockerfileDrifted, DockerfileNotWritten, DockerfileOutdated, LayersNotWritten, GraphUnreadable,
        OutsideContext, SecretInClear, NotInDockerfile, RunNeedsDockerfile, BuilderFailed, DockerfileRule, SecretsNeedMounts, IgnoreFileUnread,
        BuilderMissing, BuilderSilent, OtherPlatform, VersionsUnreadable, SdkImageMissing, NodeProgramUnknown, ComposeNotOurs, ComposeDrifted,
        ServiceNameTaken,
        InputNotInContext, DeepCheckFailed, PersonalSource, ContextAboveRepository,
        ToolMissing, ToolFailed, PackagesNotLocked, InstallScripts,
        Canceled, Unexpected,
    ];
}
