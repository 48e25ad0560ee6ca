using System.Globalization;
using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Layering;
using Containerize.Oci;
using Containerize.Publishing;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Makes the checked description of the image from what MSBuild hands over.</summary>
internal sealed class DefinitionReader
{
    private const string AspNetFramework = "Microsoft.AspNetCore.App";

    private readonly ImageTask task;
    private readonly ImageProperties properties;
    private readonly string projectFile;
    private readonly HostEnvironment host;

    private DefinitionReader(ImageTask task, ImageProperties properties, string projectFile, HostEnvironment host)
    {
        this.task = task;
        this.properties = properties;
        this.projectFile = projectFile;
        this.host = host;
    }

    /// <param name="images">One for each platform.</param>
    /// <exception cref="ContainerizeException">Some property or item is not valid.</exception>
    public static IReadOnlyList<ImageDefinition> ReadAll(ImageTask task, IEnumerable<ImageProperties> images, string projectFile, HostEnvironment host)
    {
        var definitions = new List<ImageDefinition>();
        foreach (var properties in images)
        {
            var definition = new DefinitionReader(task, properties, projectFile, host).Read();
            if (definitions.Any(other => other.Platform.IsServedBy(definition.Platform)))
            {
                throw new ContainerizeException(
                    ErrorCodes.InvalidPlatform,
                    $"Choosing the platforms: ContainerRuntimeIdentifiers names {definition.Platform} twice, the second time as '{properties["RuntimeIdentifier"]}', and nobody could say which of the two an engine should run. Name each platform once.");
            }

            definitions.Add(definition);
        }

        return definitions;
    }

    private ImageDefinition Read()
    {
        var runtimeIdentifier = RuntimeIdentifier();
        var workingDirectory = ValueChecks.WorkingDirectory(properties["WorkingDirectory"] ?? (IsStaticSite ? StaticSite.WorkingDirectory : null));
        return new ImageDefinition
        {
            ProjectName = properties.Required("ProjectName"),
            ProjectDirectory = Path.GetDirectoryName(projectFile)!,
            ProjectFile = projectFile,
            PublishDirectory = IsStaticSite ? Path.Join(properties.Path("PublishDirectory"), StaticSite.Folder) : properties.Path("PublishDirectory")!,
            LeftOver = task.LeftOverFiles.Select(item => item.ItemSpec).ToHashSet(StringComparer.Ordinal),
            IntermediateDirectory = properties.Path("IntermediateDirectory")!,
            Platform = PlatformOf(runtimeIdentifier),
            BaseImage = BaseImage(runtimeIdentifier),
            Format = Format(),
            Target = new TargetReader(properties).Read(),
            WorkingDirectory = workingDirectory,
            CommandLine = CommandLine(workingDirectory),
            User = properties["User"],
            Environment = Pairs(task.EnvironmentVariables, ValueChecks.EnvironmentVariable),
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
            Volumes = [.. task.Volumes.Select(item => item.ItemSpec)],
            StopSignal = properties["StopSignal"],
            HealthCheck = HealthCheckReader.Read(Texts(task.HealthCheck), properties),
            IsSite = IsStaticSite,
            Choice = new FileChoiceReader(properties).Read(runtimeIdentifier, BaseImage(runtimeIdentifier)),
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

    private string RuntimeIdentifier() => properties["RuntimeIdentifier"] ?? "linux-" + properties.Required("SdkRuntimeIdentifier").Split('-')[^1];

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

    private ImageReference? BaseImage(string runtimeIdentifier)
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
            return Server(properties["BaseRegistry"] ?? ImageReference.DockerHub);
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
            RuntimeIdentifiers = [runtimeIdentifier],
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

    private CommandLine CommandLine(string workingDirectory)
    {
        // The web server starts itself.
        var instruction = properties["AppCommandInstruction"] ?? (IsStaticSite ? "None" : null);
        return new CommandLine
        {
            AppCommand = task.AppCommand.Length > 0 || instruction == "None" ? Texts(task.AppCommand) : ImpliedCommand(workingDirectory),
            AppCommandArgs = Texts(task.AppCommandArgs),
            AppCommandInstruction = instruction,
            Entrypoint = Texts(task.Entrypoint),
            EntrypointArgs = Texts(task.EntrypointArgs),
            DefaultArgs = Texts(task.DefaultArgs),
        };
    }

    private string[] ImpliedCommand(string workingDirectory)
    {
        var folder = workingDirectory == "/" ? string.Empty : workingDirectory;
        return RunsNatively
            ? [$"{folder}/{properties.Required("AssemblyName")}"]
            : ["dotnet", $"{folder}/{properties.Required("TargetFileName")}"];
    }

    private static string[] Texts(ITaskItem[] items) => [.. items.Select(item => item.ItemSpec)];

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
