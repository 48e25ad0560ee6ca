using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Generating;
using Containerize.Host;
using Containerize.Languages;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Reads what a Dockerfile is to be like, and evaluates the projects that it builds.</summary>
/// <param name="items">With the one of kind <see cref="ItemKind.Dockerfile"/>.</param>
/// <param name="globals">The build's global properties.</param>
internal sealed class DockerfileRequestReader(ImageItems items, IReadOnlyDictionary<string, string> globals, HostEnvironment host)
{
    /// <summary>
    /// Global properties that change what a restore or publish does. A user who gave one to us means the builder's publish as well; others stay here.
    /// </summary>
    private static readonly string[] PassedOn =
    [
        "ContainerWorkingDirectory", "ContainerizeLayering", "ContainerizePackageLayers", "ContainerizeKeepForeignRuntimes", "ContainerizeKeepSymbols",
        "ContainerExclude",
        "ContainerizeSecretScan", "ContainerizeSecretScanAllow",
        "InvariantGlobalization", "PublishAot", "PublishReadyToRun",
        "PublishSelfContained", "PublishSingleFile", "PublishTrimmed", "RuntimeIdentifier", "SelfContained", "UseAppHost",
    ];

    private readonly ImageProperties image = items.Images[0];
    private readonly ImageProperties dockerfile = items.Dockerfile!;

    /// <exception cref="ContainerizeException">Some property is not valid, or a project cannot be read.</exception>
    public async Task<DockerfileRequest> ReadAsync(CancellationToken cancellationToken)
    {
        var values = DockerfileValues.Read(items);
        var globalJson = ReadGlobalJson();
        var sdkImage = values.SdkImage ?? InferSdkImage(globalJson.PinnedSdk);
        var (projects, tests) = await ReadGraphAsync(cancellationToken);
        var isAot = image.IsTrue("Aot");
        var isBundled = isAot || image.IsTrue("SingleFile");
        var isForTargetPlatform = IsForTargetPlatform;
        return new DockerfileRequest
        {
            Path = dockerfile.Path("Path")!,
            ContextFolder = dockerfile.Path("Context") is { } context ? Path.TrimEndingDirectorySeparator(context) : null,
            HomeFolder = host.HomeDirectory,
            Profile = values.Profile,
            Syntax = values.Syntax,
            HasBaseStage = dockerfile.IsTrue("BaseStage"),
            WritesContextIgnoreFile = dockerfile.IsTrue("ContextIgnoreFile"),
            Projects = projects,
            Tests = tests,
            AssetsFile = projects[^1].AssetsFile,
            RestoreInputs = [.. items[ItemKind.BuildInput].Select(item => items.Paths.MakeAbsolute(item.ItemSpec))],
            Output = new ExpectedOutput
            {
                Packages = [.. ReadPackageFiles()],
                Projects = projects,
                IsBundled = isBundled,
                HasHost = !isBundled && dockerfile.IsTrue("UseAppHost"),
                IsTrimmed = image.IsTrue("Trimmed"),
                IsContentOnly = image.IsContentProject,
                IsSiteOutput = image.IsTrue("StaticSite"),
                HasPackagedAssets = dockerfile.IsTrue("HasPackagedAssets"),
            },
            SdkImage = sdkImage,
            CanAssumeBase = image["BaseImage"] is not { } named
                || (ImageReference.TryParse(named, out var reference) && BaseImageInference.IsDotnet(reference)),
            FrameworkMajor = ValueChecks.FrameworkMajor(image.Required("TargetFrameworkVersion")),
            PinsBase = dockerfile.IsTrue("PinBase"),
            MadeVersion = dockerfile["MadeVersion"],
            Configuration = dockerfile.Required("Configuration"),
            TargetFramework = projects[^1].TargetFrameworks.Count > 1 ? dockerfile["TargetFramework"] : null,
            Arguments = [.. ListArguments(isForTargetPlatform)],
            RestoredFor = isForTargetPlatform ? ListTargetPlatforms(sdkImage) : globals.TryGetValue("RuntimeIdentifier", out var rid) ? [rid] : [],
            IsForTargetPlatform = isForTargetPlatform,
            NamesPlatform = !isForTargetPlatform && dockerfile.IsTrue("NamesPlatform"),
            IsAot = isAot,
            TestsByPlatform = globalJson.TestsByPlatform,
            SdkMajor = InferenceVersion.Parse(image.Required("SdkVersion"))?.Major,
            BuildArguments = values.BuildArguments,
            ExtraRuns = values.ExtraRuns,
            Credentials = values.Credentials,
            ServiceName = values.ServiceName,
        };
    }

    /// <summary>
    /// The output is for one platform, and no project or command line says which: the SDK would take its own, a builder takes the one it builds for.
    /// </summary>
    private bool IsForTargetPlatform => dockerfile.IsTrue("UsesCurrentRuntimeIdentifier") && !globals.ContainsKey("RuntimeIdentifier");

    /// <summary>What <c>-a $TARGETARCH</c> can come to in the SDK's image, whose system decides on the C library.</summary>
    private static string[] ListTargetPlatforms(ImageReference sdkImage)
    {
        var system = sdkImage.Tag?.Contains("alpine", StringComparison.Ordinal) == true ? "linux-musl" : "linux";
        return [$"{system}-x64", $"{system}-arm64"];
    }

    private async Task<(IReadOnlyList<SourceProject> Projects, IReadOnlyList<SourceProject> Tests)> ReadGraphAsync(CancellationToken cancellationToken)
    {
        using var reader = new SourceGraphReader(SourceGraphReader.ChooseGlobals(globals), host);
        IReadOnlyList<SourceProject> projects = [.. await reader.ReadAsync(items.Paths.ProjectFile, cancellationToken)];
        if (dockerfile.Path("TestProject") is not { } tests)
        {
            return (projects, []);
        }

        return File.Exists(tests)
            ? (projects, [.. (await reader.ReadAsync(tests, cancellationToken)).Skip(projects.Count)])
            : throw new ContainerizeException(
                ErrorCodes.GraphUnreadable,
                $"Reading ContainerizeTestProject: there is no project {tests}. Name the test project's file, relative to {items.Paths.Directory}.");
    }

    private IEnumerable<string> ListArguments(bool isForTargetPlatform)
    {
        foreach (var name in PassedOn.Where(name => globals.GetValueOrDefault(name) is { Length: > 0 }))
        {
            yield return $"-p:{name}={Escape(globals[name])}";
        }

        // A restore would not see what only a publish turns on, and not bring the runtime.
        if (image.IsTrue("SelfContained") && isForTargetPlatform && !globals.ContainsKey("SelfContained") && !globals.ContainsKey("PublishSelfContained"))
        {
            yield return "-p:SelfContained=true";
        }
    }

    /// <summary>
    /// For MSBuild's command line, where both separators end a property. What is escaped already stays so: global properties are told as they were given.
    /// </summary>
    internal static string Escape(string value) => value
        .Replace(";", "%3B", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);

    private ImageReference InferSdkImage(string? pinned)
    {
        if (image.App is { } app)
        {
            var named = AppReader.FindBase(image);
            // An image of the language itself can build for itself.
            return named is not null && named.Repository == app.BuildImage.Repository
                ? named
                : LanguageApp.Reference(named is null ? app.BuildImage : app.BuildImageFor(named), image["BaseRegistry"]);
        }

        var traits = new ProjectTraits
        {
            TargetFrameworkVersion = image.Required("TargetFrameworkVersion"),
            SdkVersion = image.Required("SdkVersion"),
            RuntimeIdentifiers = image["RuntimeIdentifier"] is { } rid ? [rid] : [],
            ContainerFamily = image["Family"],
            IsAot = image.IsTrue("Aot"),
        };
        return image["BaseRegistry"] is { } registry ? SdkImage.Infer(traits, pinned, registry) : SdkImage.Infer(traits, pinned);
    }

    /// <summary>The nearest, which decides which SDK runs.</summary>
    private GlobalJson ReadGlobalJson() => GlobalJson.Read(new ConfigurationFiles(host.HomeDirectory).ForRestore([items.Paths.Directory])
        .Where(file => string.Equals(Path.GetFileName(file), "global.json", StringComparison.OrdinalIgnoreCase))
        .MaxBy(file => file.Length));

    private IEnumerable<PublishedFile> ReadPackageFiles()
    {
        var packs = items[ItemKind.RuntimePack].Select(pack => pack.GetMetadata("NuGetPackageId")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items[ItemKind.PackageFile])
        {
            if (item.GetMetadata("NuGetPackageId") is { Length: > 0 } package)
            {
                var source = item.GetMetadata("FullPath");
                yield return new PublishedFile(
                    PathText.ToSlashes(item.GetMetadata("DestinationSubPath")),
                    source,
                    File.Exists(source) ? new FileInfo(source).Length : 0,
                    Executable: false,
                    packs.Contains(package) ? new FileOrigin.RuntimePack() : new FileOrigin.Package(package, item.GetMetadata("NuGetPackageVersion")));
            }
        }
    }
}
