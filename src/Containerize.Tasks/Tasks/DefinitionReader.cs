using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Describing.Secrets;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Oci;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Makes the checked description of the image from what MSBuild hands over.</summary>
/// <param name="properties">Those of one platform.</param>
/// <param name="allPlatforms">Runtime identifiers of all images.</param>
/// <param name="patterns">Words of items that MSBuild took for patterns of files.</param>
/// <param name="excluded">Patterns of published files that are not wanted.</param>
internal sealed class DefinitionReader(
    ImageItems items, ImageProperties properties, IReadOnlyList<string> allPlatforms, IReadOnlyList<PatternInCommand> patterns, IReadOnlyList<string> excluded)
{
    private const string AspNetFramework = "Microsoft.AspNetCore.App";

    /// <param name="globals">The build's global properties.</param>
    /// <exception cref="ContainerizeException">Some properties or items are not valid: all of them are in it.</exception>
    public static IReadOnlyList<ImageDefinition> ReadAll(ImageItems items, IReadOnlyDictionary<string, string> globals, IPublishLog log)
    {
        var faults = new Faults();
        string[] identifiers = [.. items.Images.Select(PlatformReader.ReadRuntimeIdentifier)];
        faults.Try(() => PlatformReader.RequireDifferent(identifiers));
        // Of platforms that do not go together no base image has to say so once more.
        string[] together = faults.Any ? [] : identifiers;
        faults.Try(() => ItemChecks.RefuseSwitches(items[ItemKind.Switch]));
        var patterns = CommandPatterns.Find(items, globals);
        faults.Try(() => ItemChecks.Tell(items, patterns, log));
        var excluded = faults.Read(() => ExcludeReader.Read(items, patterns), []);
        var definitions = faults.ReadEach(items.Images, image => new DefinitionReader(items, image, together, patterns, excluded).Read(log));
        faults.Throw();
        return definitions;
    }

    private ImageDefinition Read(IPublishLog log)
    {
        var faults = new Faults();
        var runtimeIdentifier = PlatformReader.ReadRuntimeIdentifier(properties);
        var workingDirectory = faults.Read(
            () => ValueChecks.WorkingDirectory(properties["WorkingDirectory"] ?? (IsSite ? StaticSite.WorkingDirectory : null)), "/app");
        var rules = faults.Read(() => LayerRuleReader.Read(items[ItemKind.LayerRule]), null);
        var content = new ContentReader(items, workingDirectory, rules);
        var commands = new CommandReader(items, properties, workingDirectory, patterns, log);
        var app = faults.Read(() => properties.App, null);
        var baseImage = faults.Read(ReadBase, null);
        var format = faults.Read<ImageFormat?>(() => ReadFormat(), null);
        var annotations = new AnnotationReader(items[ItemKind.Annotation], format);
        var environment = ListSettings(ItemKind.EnvironmentVariable);
        var definition = new ImageDefinition
        {
            ProjectName = properties.Required("ProjectName"),
            ProjectDirectory = items.Paths.Directory,
            ProjectFile = items.Paths.ProjectFile,
            PublishDirectory = IsSite ? Path.Join(properties.Path("PublishDirectory"), StaticSite.Folder) : properties.Path("PublishDirectory")!,
            LeftOver = items[ItemKind.LeftOverFile].Select(item => item.ItemSpec).ToHashSet(StringComparer.Ordinal),
            IntermediateDirectory = properties.Path("IntermediateDirectory")!,
            Platform = faults.Read(() => PlatformReader.ReadPlatform(properties), new Platform("linux", "amd64")),
            BaseImage = baseImage,
            Format = format ?? ImageFormat.Oci,
            Targets = faults.Read(ReadTargets, []),
            CacheFrom = faults.Read(() => CacheFromReader.Read(properties), []),
            WorkingDirectory = workingDirectory,
            CommandLine = faults.Read(commands.Read, new CommandLine()),
            Needs = items.IsPublished ? ReadNeeds() : null,
            User = faults.Read(() => ValueChecks.User(properties["User"]), null),
            Environment = WithUsual(
                app?.ListVariables(workingDirectory) ?? [],
                faults.Read(() => ItemPairs.Read(environment, ValueChecks.EnvironmentVariable), [])),
            VerbatimVariables = environment.Where(item => string.Equals(item.GetMetadata("Expand"), "false", StringComparison.OrdinalIgnoreCase))
                .Select(item => item.ItemSpec)
                .ToHashSet(StringComparer.Ordinal),
            Labels = faults.Read(() => ItemPairs.Read(ListSettings(ItemKind.Label), ValueChecks.Label), []),
            Annotations = faults.Read(() => annotations.Read("Manifest"), []),
            IndexAnnotations = faults.Read(() => annotations.Read("Index"), []),
            GeneratedLabels = new ImageLabels
            {
                Created = properties.IsTrue("LabelCreated"),
                BaseName = properties.IsTrue("LabelBaseName"),
                BaseDigest = properties.IsTrue("LabelBaseDigest"),
            },
            Ports = faults.ReadEach(ListSettings(ItemKind.Port), item => ValueChecks.Port(item.ItemSpec, item.GetMetadata("Type"))) is { Count: > 0 } named
                ? named
                : app?.Ports ?? [],
            IsWeb = IsWeb,
            HasOurServer = IsSite && properties["BaseImage"] is null,
            Volumes = [.. faults.ReadEach(items[ItemKind.Volume], item => ValueChecks.Volume(item.ItemSpec)).Distinct(StringComparer.Ordinal)],
            StopSignal = faults.Read(() => ValueChecks.StopSignal(properties["StopSignal"]), null),
            HealthCheck = faults.Read(commands.ReadHealthCheck, null),
            IsSite = IsSite,
            IsContentProject = properties.IsContentProject,
            App = app,
            AppTarget = app is null ? null : faults.Read(() => AppReader.ReadTarget(properties), null),
            Site = IsSite && properties.IsContentProject ? faults.Read(() => SiteReader.Read(properties), null) : null,
            Choice = faults.Read(() => new FileChoiceReader(properties).Read(runtimeIdentifier, baseImage?.Reference), new FileChoice())
                with { Excluded = excluded },
            SecretScan = faults.Read(() => SecretScanReader.Read(properties), SecretScanChoice.Usual),
            LayerRules = rules ?? [],
            AddedFiles = faults.Read(content.ReadFiles, []),
            AddedFolders = faults.Read(content.ReadFolders, []),
            Permissions = faults.Read(content.ReadPermissions, []),
            Layering = faults.Read(() => LayeringReader.Read(properties), new LayeringChoice()),
            Provenance = CreateProvenance(),
        };
        faults.Throw();
        return definition;
    }

    private static IReadOnlyList<KeyValuePair<string, string>> WithUsual(
        IReadOnlyList<KeyValuePair<string, string>> usual, IReadOnlyList<KeyValuePair<string, string>> written)
        => [.. usual.Where(variable => written.All(own => own.Key != variable.Key)), .. written];

    private IReadOnlyList<ImageTarget> ReadTargets()
    {
        var reader = new TargetReader(properties, items[ItemKind.Destination], items.Paths) { MayMoreCome = !items.IsPublished };
        return reader.Read(items.IsPublished ? items.Publish.Path("OutputDirectory") : null);
    }

    private BaseName? ReadBase()
    {
        try
        {
            return new BaseImageReader(properties, items[ItemKind.FrameworkReference], allPlatforms).Read();
        }
        catch (ContainerizeException e) when (!items.IsPublished && e.Code == ErrorCodes.BaseImageNotInferred)
        {
            // A target may still name one.
            return null;
        }
    }

    private bool IsWeb => items[ItemKind.FrameworkReference].Any(item => item.ItemSpec == AspNetFramework);

    /// <summary>Whether the project is a site of static files, which a web server serves.</summary>
    private bool IsSite => properties.IsSite;

    private bool RunsNatively => properties.IsTrue("SelfContained") || properties.IsTrue("Aot") || properties.IsTrue("SingleFile");

    /// <summary>Null where somebody else's program is started.</summary>
    private AppNeeds? ReadNeeds()
    {
        if (IsSite || properties.IsContentProject || items[ItemKind.AppCommand].Length > 0 || properties["AppCommandInstruction"] == "None")
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

    private IFileProvenance CreateProvenance() => IsSite
        ? new StaticSiteProvenance(properties.Required("AssemblyName"), properties.List("ReferencedAssemblies"))
        : new ItemProvenance(
            OfThisImage(ItemKind.PublishedFile),
            OfThisImage(ItemKind.RuntimePack),
            ListContent(),
            new FrontEndFiles(properties.Required("AssemblyName"), properties.List("ReferencedAssemblies")),
            new PackageFolders(properties.Paths("PackageFolders")),
            new IntermediateFiles(properties.Paths("LinkedDirectories"), properties.Paths("AppHosts")));

    /// <summary>Paths below the publish directory of what is copied there as it is.</summary>
    private IEnumerable<string> ListContent()
    {
        if (OfThisImage(ItemKind.ContentFiles) is not [var item])
        {
            return [];
        }

        var publish = new ImageProperties(item, items.Paths);
        string[] paths = (publish["ContentPaths"] ?? string.Empty).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return paths.Except([publish.Required("ExecutableName")], StringComparer.Ordinal);
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
}
