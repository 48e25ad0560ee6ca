using System.Globalization;
using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Oci;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Makes the checked description of the image from what MSBuild hands over.</summary>
internal sealed class DefinitionReader
{
    private const string AspNetFramework = "Microsoft.AspNetCore.App";

    private readonly ImageTask task;
    private readonly ImageProperties properties;
    private readonly string projectFile;
    private readonly IReadOnlyList<string> allPlatforms;

    private DefinitionReader(ImageTask task, ImageProperties properties, string projectFile, IReadOnlyList<string> allPlatforms)
    {
        this.task = task;
        this.properties = properties;
        this.projectFile = projectFile;
        this.allPlatforms = allPlatforms;
    }

    /// <param name="images">One for each platform.</param>
    /// <exception cref="ContainerizeException">Some property or item is not valid.</exception>
    public static IReadOnlyList<ImageDefinition> ReadAll(ImageTask task, IEnumerable<ImageProperties> images, string projectFile, IPublishLog log)
    {
        ImageProperties[] all = [.. images];
        string[] identifiers = [.. all.Select(RuntimeIdentifierOf)];
        RequireDifferent(identifiers);
        ItemChecks.Tell(task, projectFile, log);
        return [.. all.Select(properties => new DefinitionReader(task, properties, projectFile, identifiers).Read(log))];
    }

    private static void RequireDifferent(string[] identifiers)
    {
        var platforms = new List<Platform>();
        foreach (var identifier in identifiers)
        {
            var platform = Platform.FromRuntimeIdentifier(identifier);
            if (platforms.Any(other => other.IsServedBy(platform)))
            {
                throw new ContainerizeException(
                    ErrorCodes.InvalidPlatform,
                    $"Choosing the platforms: ContainerRuntimeIdentifiers names {platform} twice, the second time as '{identifier}', and nobody could say which of the two an engine should run. Name each platform once.");
            }

            platforms.Add(platform);
        }
    }

    private ImageDefinition Read(IPublishLog log)
    {
        var runtimeIdentifier = RuntimeIdentifierOf(properties);
        var workingDirectory = ValueChecks.WorkingDirectory(properties["WorkingDirectory"] ?? (IsStaticSite ? StaticSite.WorkingDirectory : null));
        var baseImage = BaseImage();
        return new ImageDefinition
        {
            ProjectName = properties.Required("ProjectName"),
            ProjectDirectory = Path.GetDirectoryName(projectFile)!,
            ProjectFile = projectFile,
            PublishDirectory = IsStaticSite ? Path.Join(properties.Path("PublishDirectory"), StaticSite.Folder) : properties.Path("PublishDirectory")!,
            LeftOver = task.LeftOverFiles.Select(item => item.ItemSpec).ToHashSet(StringComparer.Ordinal),
            IntermediateDirectory = properties.Path("IntermediateDirectory")!,
            Platform = PlatformOf(runtimeIdentifier),
            BaseImage = baseImage,
            Format = Format(),
            Target = new TargetReader(properties).Read(),
            WorkingDirectory = workingDirectory,
            CommandLine = CommandLine(workingDirectory, log),
            Needs = Needs(),
            User = ValueChecks.User(properties["User"]),
            Environment = Pairs(task.EnvironmentVariables, ValueChecks.EnvironmentVariable),
            VerbatimVariables = task.EnvironmentVariables.Where(item => string.Equals(item.GetMetadata("Expand"), "false", StringComparison.OrdinalIgnoreCase)).Select(item => item.ItemSpec).ToHashSet(StringComparer.Ordinal),
            Labels = Pairs(task.Labels, ValueChecks.Label),
            Annotations = Annotations(),
            GeneratedLabels = new ImageLabels
            {
                Created = properties.IsTrue("LabelCreated"),
                BaseName = properties.IsTrue("LabelBaseName"),
                BaseDigest = properties.IsTrue("LabelBaseDigest"),
            },
            Ports = [.. task.Ports.Select(item => ValueChecks.Port(item.ItemSpec, item.GetMetadata("Type")))],
            IsWeb = IsWeb,
            IsStaticSite = IsStaticSite && properties["BaseImage"] is null,
            Volumes = [.. task.Volumes.Select(item => ValueChecks.Volume(item.ItemSpec)).Distinct(StringComparer.Ordinal)],
            StopSignal = ValueChecks.StopSignal(properties["StopSignal"]),
            HealthCheck = HealthCheckReader.Read(Program("ContainerHealthCheck", task.HealthCheck, workingDirectory, log), properties),
            IsSite = IsStaticSite,
            Choice = new FileChoiceReader(properties).Read(runtimeIdentifier, baseImage?.Reference),
            LayerRules = LayerRuleReader.Read(task.LayerRules),
            Layering = Layering(),
            Provenance = IsStaticSite
                ? new StaticSiteProvenance(properties.Required("AssemblyName"), properties.List("ReferencedAssemblies"))
                : new ItemProvenance(OfThisImage(task.PublishedFiles), OfThisImage(task.RuntimePacks), OfThisImage(task.ContentFiles), properties.Paths("LinkedDirectories")),
        };
    }

    private bool IsWeb => task.FrameworkReferences.Any(item => item.ItemSpec == AspNetFramework);

    private bool IsStaticSite => properties.IsTrue("StaticSite");

    private bool RunsNatively => properties.IsTrue("SelfContained") || properties.IsTrue("Aot") || properties.IsTrue("SingleFile");

    private static string RuntimeIdentifierOf(ImageProperties properties)
        => properties["RuntimeIdentifier"] is { } named && named != RuntimeIdentifier.Any ? named : "linux-" + properties.Required("SdkRuntimeIdentifier").Split('-')[^1];

    /// <summary>Null where somebody else's program is started.</summary>
    private AppNeeds? Needs()
    {
        if (IsStaticSite || task.AppCommand.Length > 0 || properties["AppCommandInstruction"] == "None")
        {
            return null;
        }

        var built = properties["BuildRuntimeIdentifier"] ?? (RunsNatively ? properties["RuntimeIdentifier"] : null);
        var version = InferenceVersion.Parse(properties.Required("TargetFrameworkVersion").TrimStart('v', 'V') + ".0-0");
        string[] frameworks = IsWeb ? ["Microsoft.NETCore.App", AspNetFramework] : ["Microsoft.NETCore.App"];
        var needs = new AppNeeds
        {
            Frameworks = properties.IsTrue("SelfContained") || properties.IsTrue("Aot") || version is null ? [] : [.. frameworks.Select(name => KeyValuePair.Create(name, version))],
            RollForward = properties["RollForward"],
            Library = built is not null && RuntimeIdentifier.TryParse(built, out var identifier) ? identifier.Library : null,
            IsNative = RunsNatively,
            IsInvariant = properties["InvariantGlobalization"] is null ? null : properties.IsTrue("InvariantGlobalization"),
            BringsCultures = task.PublishedFiles.Any(item => Path.GetFileName(item.ItemSpec).StartsWith("libicu", StringComparison.Ordinal)),
        };
        return RuntimeConfig.Correct(needs, Path.Join(properties.Path("PublishDirectory"), Path.ChangeExtension(properties.Required("TargetFileName"), ".runtimeconfig.json")));
    }

    private ITaskItem[] OfThisImage(ITaskItem[] items)
    {
        var platform = properties["ContainerizePlatform"];
        return platform is null ? items : [.. items.Where(item => item.GetMetadata("ContainerizePlatform") == platform)];
    }

    private Platform PlatformOf(string runtimeIdentifier)
    {
        var platform = LinuxPlatform(runtimeIdentifier);
        if (properties["BuildRuntimeIdentifier"] is { } built && built != "any" && !platform.IsServedBy(Platform.FromRuntimeIdentifier(built)))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidPlatform,
                $"Choosing the platform: ContainerRuntimeIdentifier is '{runtimeIdentifier}', but the app was published for RuntimeIdentifier '{built}' and would not run there. Set them alike, or leave ContainerRuntimeIdentifier out.");
        }

        return platform;
    }

    private static Platform LinuxPlatform(string runtimeIdentifier)
    {
        var platform = Platform.FromRuntimeIdentifier(runtimeIdentifier);
        return platform.Os == "linux"
            ? platform
            : throw new ContainerizeException(
                ErrorCodes.InvalidPlatform,
                $"Choosing the platform: '{runtimeIdentifier}' makes a Windows container, which Containerize does not assemble. Set ContainerRuntimeIdentifier to a Linux runtime identifier such as linux-x64.");
    }

    private BaseName? BaseImage()
    {
        var wanted = properties["BaseImage"];
        if (wanted == "scratch")
        {
            return null;
        }

        if (wanted is not null)
        {
            return ImageReference.TryParse(wanted, out var reference)
                ? reference
                : throw new ContainerizeException(
                    ErrorCodes.InvalidBaseImage,
                    $"Reading ContainerBaseImage: '{Excerpt.Of(wanted)}' is not an image reference. Use registry/repository:tag or registry/repository@sha256:…, in lower case.");
        }

        if (IsStaticSite)
        {
            return Server(properties["BaseRegistry"] ?? DockerHub.Name);
        }

        var traits = new ProjectTraits
        {
            TargetFrameworkVersion = properties.Required("TargetFrameworkVersion"),
            SdkVersion = properties.Required("SdkVersion"),
            FrameworkReferences = [.. task.FrameworkReferences.Select(item => item.ItemSpec)],
            IsSelfContained = properties.IsTrue("SelfContained"),
            IsAot = properties.IsTrue("Aot"),
            IsTrimmed = properties.IsTrue("Trimmed"),
            UsesInvariantGlobalization = properties.IsTrue("InvariantGlobalization"),
            // All of them: one reference serves every platform.
            RuntimeIdentifiers = allPlatforms,
            ContainerFamily = properties["Family"],
        };
        return properties["BaseRegistry"] is { } registry
            ? BaseImageInference.Infer(traits, registry)
            : BaseImageInference.Infer(traits);
    }

    private static ImageReference Server(string registry) => ImageReference.TryParse($"{registry}/{StaticSite.Repository}:{StaticSite.Tag}", out var server)
        ? server
        : throw new ContainerizeException(ErrorCodes.InvalidRegistry, $"Choosing the base image: ContainerizeBaseRegistry is '{Excerpt.Of(registry)}', which is not a registry. Give host[:port], and the path if the mirror has one.");

    private ImageFormat Format() => properties["ImageFormat"]?.ToUpperInvariant() switch
    {
        null or "OCI" => ImageFormat.Oci,
        "DOCKER" => ImageFormat.Docker,
        _ => throw new ContainerizeException(ErrorCodes.InvalidOption, $"Reading ContainerImageFormat: '{Excerpt.Of(properties["ImageFormat"])}' is not a format. Use OCI or Docker."),
    };

    private KeyValuePair<string, string>[] Annotations()
    {
        var annotations = Pairs(task.Annotations, ValueChecks.Annotation);
        return annotations.Length == 0 || Format() == ImageFormat.Oci
            ? annotations
            : throw new ContainerizeException(
                ErrorCodes.InvalidAnnotation,
                $"Reading the ContainerAnnotation item '{Excerpt.Of(annotations[0].Key)}': ContainerImageFormat is Docker, whose manifests have no place for annotations. Use the format OCI, or a ContainerLabel instead.");
    }

    private LayeringChoice Layering()
    {
        var mode = properties["Layering"] switch
        {
            null or "standard" => LayeringMode.Standard,
            "single" => LayeringMode.Single,
            "fine" => LayeringMode.Fine,
            var other => throw new ContainerizeException(
                ErrorCodes.InvalidOption, $"Reading ContainerizeLayering: '{Excerpt.Of(other)}' is no way of layering. Use standard, single or fine."),
        };
        return properties["PackageLayers"] switch
        {
            null => new LayeringChoice(mode),
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= 64 => new LayeringChoice(mode, most),
            var other => throw new ContainerizeException(
                ErrorCodes.InvalidOption, $"Reading ContainerizePackageLayers: '{Excerpt.Of(other)}' is not a number from 1 to 64. It says how many layers ContainerizeLayering=fine may make of the packages."),
        };
    }

    private CommandLine CommandLine(string workingDirectory, IPublishLog log)
    {
        // The web server starts itself.
        var instruction = properties["AppCommandInstruction"] ?? (IsStaticSite && task.AppCommand.Length == 0 ? "None" : null);
        return new CommandLine
        {
            AppCommand = task.AppCommand.Length > 0 || instruction == "None" ? Program("ContainerAppCommand", task.AppCommand, workingDirectory, log) : ImpliedCommand(workingDirectory),
            AppCommandArgs = Texts(task.AppCommandArgs),
            AppCommandInstruction = instruction,
            Entrypoint = Program("ContainerEntrypoint", task.Entrypoint, workingDirectory, log),
            EntrypointArgs = Texts(task.EntrypointArgs),
            DefaultArgs = Texts(task.DefaultArgs),
        };
    }

    /// <summary>A command whose first word is a program that has to be found.</summary>
    private string[] Program(string item, ITaskItem[] items, string workingDirectory, IPublishLog log)
    {
        var words = Texts(items);
        ProgramWord.Check(item, words, workingDirectory, properties.Path("PublishDirectory")!, log);
        return words;
    }

    private string[] ImpliedCommand(string workingDirectory)
    {
        var folder = workingDirectory == "/" ? string.Empty : workingDirectory;
        return RunsNatively
            ? [$"{folder}/{properties.Required("AssemblyName")}"]
            : ["dotnet", $"{folder}/{properties.Required("TargetFileName")}"];
    }

    /// <summary>As an item's name a word is a pattern of files to MSBuild; as metadata it is left as it is.</summary>
    private static string[] Texts(ITaskItem[] items) => [.. items.Select(item => item.GetMetadata("Value") is { Length: > 0 } value ? value : item.ItemSpec)];

    private static KeyValuePair<string, string>[] Pairs(ITaskItem[] items, Action<string, string> check)
    {
        // The last of a name wins, as with properties; order follows the name, so that the order of imports does not show.
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var value = item.GetMetadata("Value");
            check(item.ItemSpec, value);
            pairs[item.ItemSpec] = value;
        }

        return [.. pairs];
    }
}
