using System.Globalization;
using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Oci;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Makes the checked description of the image from what MSBuild hands over.</summary>
/// <param name="properties">Those of one platform.</param>
/// <param name="allPlatforms">Runtime identifiers of all images.</param>
/// <param name="excluded">Patterns of published files that are not wanted.</param>
internal sealed class DefinitionReader(ImageItems items, ImageProperties properties, IReadOnlyList<string> allPlatforms, IReadOnlyList<string> excluded)
{
    private const string AspNetFramework = "Microsoft.AspNetCore.App";

    private static readonly char[] AnnotationSeparators = [';', ',', '|'];

    /// <param name="globals">The build's global properties.</param>
    /// <exception cref="ContainerizeException">Some property or item is not valid.</exception>
    public static IReadOnlyList<ImageDefinition> ReadAll(ImageItems items, IReadOnlyDictionary<string, string> globals, IPublishLog log)
    {
        string[] identifiers = [.. items.Images.Select(PlatformReader.ReadRuntimeIdentifier)];
        PlatformReader.RequireDifferent(identifiers);
        var patterns = CommandPatterns.Find(items, globals);
        ItemChecks.Tell(items, patterns, log);
        var excluded = ExcludeReader.Read(items, patterns);
        return [.. items.Images.Select(image => new DefinitionReader(items, image, identifiers, excluded).Read(log))];
    }

    private ImageDefinition Read(IPublishLog log)
    {
        var runtimeIdentifier = PlatformReader.ReadRuntimeIdentifier(properties);
        var workingDirectory = ValueChecks.WorkingDirectory(properties["WorkingDirectory"] ?? (IsSite ? StaticSite.WorkingDirectory : null));
        var rules = LayerRuleReader.Read(items[ItemKind.LayerRule]);
        var content = new ContentReader(items, workingDirectory, rules);
        var baseImage = new BaseImageReader(properties, items[ItemKind.FrameworkReference], allPlatforms).Read();
        return new ImageDefinition
        {
            ProjectName = properties.Required("ProjectName"),
            ProjectDirectory = items.Paths.Directory,
            ProjectFile = items.Paths.ProjectFile,
            PublishDirectory = IsSite ? Path.Join(properties.Path("PublishDirectory"), StaticSite.Folder) : properties.Path("PublishDirectory")!,
            LeftOver = items[ItemKind.LeftOverFile].Select(item => item.ItemSpec).ToHashSet(StringComparer.Ordinal),
            IntermediateDirectory = properties.Path("IntermediateDirectory")!,
            Platform = PlatformReader.ReadPlatform(properties),
            BaseImage = baseImage,
            Format = ReadFormat(),
            Targets = new TargetReader(properties, items[ItemKind.Destination], items.Paths).Read(items.Publish.Path("OutputDirectory")),
            CacheFrom = CacheFromReader.Read(properties),
            WorkingDirectory = workingDirectory,
            CommandLine = ReadCommandLine(workingDirectory, log),
            Needs = ReadNeeds(),
            User = ValueChecks.User(properties["User"]),
            Environment = ReadPairs(ListSettings(ItemKind.EnvironmentVariable), ValueChecks.EnvironmentVariable),
            VerbatimVariables = ListSettings(ItemKind.EnvironmentVariable)
                .Where(item => string.Equals(item.GetMetadata("Expand"), "false", StringComparison.OrdinalIgnoreCase))
                .Select(item => item.ItemSpec)
                .ToHashSet(StringComparer.Ordinal),
            Labels = ReadPairs(ListSettings(ItemKind.Label), ValueChecks.Label),
            Annotations = ReadAnnotations("Manifest"),
            IndexAnnotations = ReadAnnotations("Index"),
            GeneratedLabels = new ImageLabels
            {
                Created = properties.IsTrue("LabelCreated"),
                BaseName = properties.IsTrue("LabelBaseName"),
                BaseDigest = properties.IsTrue("LabelBaseDigest"),
            },
            Ports = [.. ListSettings(ItemKind.Port).Select(item => ValueChecks.Port(item.ItemSpec, item.GetMetadata("Type")))],
            IsWeb = IsWeb,
            HasOurServer = IsSite && properties["BaseImage"] is null,
            Volumes = [.. items[ItemKind.Volume].Select(item => ValueChecks.Volume(item.ItemSpec)).Distinct(StringComparer.Ordinal)],
            StopSignal = ValueChecks.StopSignal(properties["StopSignal"]),
            HealthCheck = HealthCheckReader.Read(ReadProgram(ItemKind.HealthCheck, workingDirectory, log), properties),
            IsSite = IsSite,
            Choice = new FileChoiceReader(properties).Read(runtimeIdentifier, baseImage?.Reference) with { Excluded = excluded },
            SecretScan = SecretScanReader.Read(properties),
            LayerRules = rules,
            AddedFiles = content.ReadFiles(),
            AddedFolders = content.ReadFolders(),
            Permissions = content.ReadPermissions(),
            Layering = ReadLayering(),
            Provenance = IsSite
                ? new StaticSiteProvenance(properties.Required("AssemblyName"), properties.List("ReferencedAssemblies"))
                : new ItemProvenance(
                    OfThisImage(ItemKind.PublishedFile),
                    OfThisImage(ItemKind.RuntimePack),
                    OfThisImage(ItemKind.ContentFile),
                    properties.Paths("LinkedDirectories")),
        };
    }

    private bool IsWeb => items[ItemKind.FrameworkReference].Any(item => item.ItemSpec == AspNetFramework);

    /// <summary>Whether the project is a site of static files, which a web server serves.</summary>
    private bool IsSite => properties.IsSite;

    private bool RunsNatively => properties.IsTrue("SelfContained") || properties.IsTrue("Aot") || properties.IsTrue("SingleFile");

    /// <summary>Null where somebody else's program is started.</summary>
    private AppNeeds? ReadNeeds()
    {
        if (IsSite || items[ItemKind.AppCommand].Length > 0 || properties["AppCommandInstruction"] == "None")
        {
            return null;
        }

        var built = properties["BuildRuntimeIdentifier"] ?? (RunsNatively ? properties["RuntimeIdentifier"] : null);
        var version = InferenceVersion.Parse(properties.Required("TargetFrameworkVersion").TrimStart('v', 'V') + ".0-0");
        string[] frameworks = IsWeb ? ["Microsoft.NETCore.App", AspNetFramework] : ["Microsoft.NETCore.App"];
        var needs = new AppNeeds
        {
            Frameworks = properties.IsTrue("SelfContained") || properties.IsTrue("Aot") || version is null
                ? []
                : [.. frameworks.Select(name => KeyValuePair.Create(name, version))],
            RollForward = properties["RollForward"],
            Library = built is not null && RuntimeIdentifier.TryParse(built, out var identifier) ? identifier.Library : null,
            IsNative = RunsNatively,
            IsInvariant = properties["InvariantGlobalization"] is null ? null : properties.IsTrue("InvariantGlobalization"),
            BringsCultures = items[ItemKind.PublishedFile].Any(item => Path.GetFileName(item.ItemSpec).StartsWith("libicu", StringComparison.Ordinal)),
        };
        var runtimeConfig = Path.ChangeExtension(properties.Required("TargetFileName"), ".runtimeconfig.json");
        return RuntimeConfig.Correct(needs, Path.Join(properties.Path("PublishDirectory"), runtimeConfig));
    }

    private ITaskItem[] OfThisImage(ItemKind kind)
    {
        var platform = properties[ImageItems.PlatformMetadata];
        return platform is null ? items[kind] : [.. items[kind].Where(item => item.GetMetadata(ImageItems.PlatformMetadata) == platform)];
    }

    private IReadOnlyList<ITaskItem> ListSettings(ItemKind kind) => items.ListSettings(kind, properties[ImageItems.PlatformMetadata]);

    private ImageFormat ReadFormat() => properties["ImageFormat"]?.ToUpperInvariant() switch
    {
        null or "OCI" => ImageFormat.Oci,
        "DOCKER" => ImageFormat.Docker,
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerImageFormat: '{Excerpt.Of(properties["ImageFormat"])}' is not a format. Use OCI or Docker."),
    };

    /// <param name="place">Manifest or Index; an annotation's Scope names one of them, both or none, which is both.</param>
    private KeyValuePair<string, string>[] ReadAnnotations(string place)
    {
        var annotations = ReadPairs(items[ItemKind.Annotation].Where(item => IsFor(item, place)), ValueChecks.Annotation);
        return annotations.Length == 0 || ReadFormat() == ImageFormat.Oci
            ? annotations
            : throw new ContainerizeException(
                ErrorCodes.InvalidAnnotation,
                $"Reading the ContainerAnnotation item '{Excerpt.Of(annotations[0].Key)}': "
                    + "ContainerImageFormat is Docker, whose manifests have no place for annotations. Use the format OCI, or a ContainerLabel instead.");
    }

    private static bool IsFor(ITaskItem annotation, string place)
    {
        var scope = annotation.GetMetadata("Scope").Trim();
        var places = scope.Split(AnnotationSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return places.All(name => name.ToUpperInvariant() is "MANIFEST" or "INDEX" or "BOTH")
            ? places.Length == 0 || places.Any(name => name.ToUpperInvariant() is "BOTH" || name.Equals(place, StringComparison.OrdinalIgnoreCase))
            : throw new ContainerizeException(
                ErrorCodes.InvalidAnnotation,
                $"Reading the ContainerAnnotation item '{Excerpt.Of(annotation.ItemSpec)}': its Scope is '{Excerpt.Of(scope)}'. Use Manifest (each image), "
                    + "Index (what several platforms have in common) or Both.");
    }

    private LayeringChoice ReadLayering()
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
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
                && most is >= 1 and <= 64 => new LayeringChoice(mode, most),
            var other => throw new ContainerizeException(
                ErrorCodes.InvalidOption, $"Reading ContainerizePackageLayers: '{Excerpt.Of(other)}' is not a number from 1 to 64. "
                    + "It says how many layers ContainerizeLayering=fine may make of the packages."),
        };
    }

    private CommandLine ReadCommandLine(string workingDirectory, IPublishLog log)
    {
        var isNamed = items[ItemKind.AppCommand].Length > 0;
        // The web server starts itself.
        var instruction = ValueChecks.Instruction(properties["AppCommandInstruction"]) ?? (IsSite && !isNamed ? AppCommandInstruction.None : null);
        return new CommandLine
        {
            AppCommand = isNamed || instruction == AppCommandInstruction.None
                ? ReadProgram(ItemKind.AppCommand, workingDirectory, log)
                : ImplyCommand(workingDirectory),
            AppCommandArgs = ReadTexts(ItemKind.AppCommandArgs),
            Instruction = instruction,
            Entrypoint = ReadProgram(ItemKind.Entrypoint, workingDirectory, log),
            EntrypointArgs = ReadTexts(ItemKind.EntrypointArgs),
            DefaultArgs = ReadTexts(ItemKind.DefaultArgs),
        };
    }

    /// <summary>A command whose first word is a program that has to be found.</summary>
    private string[] ReadProgram(ItemKind kind, string workingDirectory, IPublishLog log)
    {
        var words = ReadTexts(kind);
        ProgramWord.Check(CommandPatterns.TypeOf(kind), words, workingDirectory, properties.Path("PublishDirectory")!, log);
        return words;
    }

    private string[] ImplyCommand(string workingDirectory)
    {
        var folder = workingDirectory == "/" ? string.Empty : workingDirectory;
        return RunsNatively
            ? [$"{folder}/{properties.Required("AssemblyName")}"]
            : ["dotnet", $"{folder}/{properties.Required("TargetFileName")}"];
    }

    /// <summary>As an item's name a word is a pattern of files to MSBuild; as metadata it is left as it is.</summary>
    private string[] ReadTexts(ItemKind kind) => [.. items[kind].Select(item => item.GetMetadata("Value") is { Length: > 0 } value ? value : item.ItemSpec)];

    private static KeyValuePair<string, string>[] ReadPairs(IEnumerable<ITaskItem> written, Action<string, string> check)
    {
        // The last of a name wins, as with properties; order follows the name, so that the order of imports does not show.
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in written)
        {
            var value = item.GetMetadata("Value");
            check(item.ItemSpec, value);
            pairs[item.ItemSpec] = value;
        }

        return [.. pairs];
    }
}
