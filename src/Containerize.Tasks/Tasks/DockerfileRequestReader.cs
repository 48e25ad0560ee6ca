using System.Text.Json;
using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Generating;
using Containerize.Host;
using Containerize.Layering;
using Containerize.Oci;
using Microsoft.Build.Framework;

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
        var (projects, tests) = await ReadGraphAsync(cancellationToken);
        var isAot = image.IsTrue("Aot");
        var isForTargetPlatform = IsForTargetPlatform;
        return new DockerfileRequest
        {
            Path = dockerfile.Path("Path")!,
            ContextFolder = dockerfile.Path("Context") is { } context ? Path.TrimEndingDirectorySeparator(context) : null,
            HomeFolder = host.HomeDirectory,
            Profile = ReadProfile(),
            Projects = projects,
            Tests = tests,
            RestoreInputs = [.. items[ItemKind.BuildInput].Select(item => items.Paths.MakeAbsolute(item.ItemSpec))],
            Output = new ExpectedOutput
            {
                Packages = [.. ReadPackageFiles()],
                Projects = projects,
                IsBundled = isAot || image.IsTrue("SingleFile"),
                IsTrimmed = image.IsTrue("Trimmed"),
                IsSiteOutput = image.IsTrue("StaticSite"),
                HasPackagedAssets = dockerfile.IsTrue("HasPackagedAssets"),
            },
            SdkImage = ReadSdkImage(),
            CanAssumeBase = image["BaseImage"] is not { } named
                || (ImageReference.TryParse(named, out var reference) && BaseImageInference.IsDotnet(reference)),
            FrameworkMajor = ValueChecks.FrameworkMajor(image.Required("TargetFrameworkVersion")),
            PinsBase = dockerfile.IsTrue("PinBase"),
            Configuration = dockerfile.Required("Configuration"),
            TargetFramework = projects[^1].TargetFrameworks.Count > 1 ? dockerfile["TargetFramework"] : null,
            Arguments = [.. ListArguments(isForTargetPlatform)],
            RestoredFor = isForTargetPlatform ? ListTargetPlatforms() : globals.TryGetValue("RuntimeIdentifier", out var rid) ? [rid] : [],
            IsForTargetPlatform = isForTargetPlatform,
            NamesPlatform = !isForTargetPlatform && dockerfile.IsTrue("NamesPlatform"),
            IsAot = isAot,
            BuildArguments = [.. items[ItemKind.BuildArgument].Select(ReadBuildArgument)],
            ExtraRuns = [.. items[ItemKind.Run].Select(ReadRun)],
            CredentialSources = [.. items[ItemKind.NuGetCredential].Select(ReadCredentialSource)],
        };
    }

    /// <summary>
    /// The output is for one platform, and no project or command line says which: the SDK would take its own, a builder takes the one it builds for.
    /// </summary>
    private bool IsForTargetPlatform => dockerfile.IsTrue("UsesCurrentRuntimeIdentifier") && !globals.ContainsKey("RuntimeIdentifier");

    /// <summary>What <c>-a $TARGETARCH</c> can come to in the SDK's image, whose system decides on the C library.</summary>
    private string[] ListTargetPlatforms()
    {
        var system = ReadSdkImage().Tag?.Contains("alpine", StringComparison.Ordinal) == true ? "linux-musl" : "linux";
        return [$"{system}-x64", $"{system}-arm64"];
    }

    private async Task<(IReadOnlyList<SourceProject> Projects, IReadOnlyList<SourceProject> Tests)> ReadGraphAsync(CancellationToken cancellationToken)
    {
        // Those that only say how this file is made would make other evaluations than a builder's.
        var graphGlobals = globals
            .Where(global => (global.Key[0] != '_' || global.Key == "_IsPublishing") && global.Key != "BuildProjectReferences")
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        using var reader = new SourceGraphReader(graphGlobals, host);
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

    private DockerfileProfile ReadProfile() => dockerfile["Profile"] switch
    {
        null or "portable" => DockerfileProfile.Portable,
        "buildkit" => DockerfileProfile.BuildKit,
        var other => throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeDockerfileProfile: '{Excerpt.Of(other)}' is no profile. Use portable or buildkit."),
    };

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
    private static string Escape(string value) => value
        .Replace(";", "%3B", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);

    private ImageReference ReadSdkImage()
    {
        if (dockerfile["SdkImage"] is { } named)
        {
            return ImageReference.TryParse(named, out var reference)
                ? reference
                : throw new ContainerizeException(
                    ErrorCodes.InvalidBaseImage,
                    $"Reading ContainerizeSdkImage: '{Excerpt.Of(named)}' is not an image reference. Use registry/repository:tag.");
        }

        var traits = new ProjectTraits
        {
            TargetFrameworkVersion = image.Required("TargetFrameworkVersion"),
            SdkVersion = image.Required("SdkVersion"),
            RuntimeIdentifiers = image["RuntimeIdentifier"] is { } rid ? [rid] : [],
            ContainerFamily = image["Family"],
        };
        var pinned = FindPinnedSdk();
        return image["BaseRegistry"] is { } registry ? SdkImage.Infer(traits, pinned, registry) : SdkImage.Infer(traits, pinned);
    }

    /// <summary>
    /// The version in the nearest global.json, unless it lets a later minor or feature release stand in, as the tag of the minor release would bring.
    /// </summary>
    private string? FindPinnedSdk()
    {
        var path = new ConfigurationFiles(host.HomeDirectory).ForRestore([items.Paths.Directory])
            .Where(file => string.Equals(Path.GetFileName(file), "global.json", StringComparison.OrdinalIgnoreCase))
            .MaxBy(file => file.Length);
        if (path is null)
        {
            return null;
        }

        try
        {
            var lenient = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), lenient);
            if (!json.RootElement.TryGetProperty("sdk", out var sdk) || !sdk.TryGetProperty("version", out var version))
            {
                return null;
            }

            var rollsForward = sdk.TryGetProperty("rollForward", out var policy) ? policy.GetString() : null;
            return rollsForward is "latestFeature" or "latestMinor" or "latestMajor" or "feature" or "minor" or "major" ? null : version.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ContainerizeException(ErrorCodes.GraphUnreadable, $"Reading {path} for the Dockerfile: {Excerpt.Of(e.Message)}", e);
        }
    }

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

    private static BuildArgument ReadBuildArgument(ITaskItem item)
    {
        var name = item.ItemSpec;
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading the ContainerizeBuildArgument item '{Excerpt.Of(name)}': it is not the name of a property. "
                + "Put the value into its Value metadata.");
        }

        if (name is MultiStageDockerfile.RevisionArgument or MultiStageDockerfile.RepositoryArgument
            || name.StartsWith("TARGET", StringComparison.Ordinal)
            || name.StartsWith("BUILDPLATFORM", StringComparison.Ordinal))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading the ContainerizeBuildArgument item '{name}': the Dockerfile has an argument of that name already. Leave the item out.");
        }

        var value = item.GetMetadata("Value");
        if (!DockerfileText.CanSay(value))
        {
            throw new ContainerizeException(
                ErrorCodes.NotInDockerfile,
                $"Reading the ContainerizeBuildArgument item '{name}': its value has a line break in it, which no Dockerfile instruction can have.");
        }

        return new BuildArgument(name, value, ReadOneOf(item, "Stage", "restore", "publish") == "publish");
    }

    private static ExtraRun ReadRun(ITaskItem item)
    {
        // As an item's name a command is a pattern of files to MSBuild; as metadata it is left as it is. Several lines are one command.
        var text = item.GetMetadata("Command") is { Length: > 0 } command ? command : item.ItemSpec;
        var line = string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return new ExtraRun(line, ReadStage(item), ReadOneOf(item, "Position", "before", "after") == "after");
    }

    private static RunStage ReadStage(ITaskItem item) => ReadOneOf(item, "Stage", "final", "restore", "publish") switch
    {
        "restore" => RunStage.Restore,
        "publish" => RunStage.Publish,
        _ => RunStage.Final,
    };

    /// <param name="values">The first is what is meant where none is given.</param>
    private static string ReadOneOf(ITaskItem item, string name, params string[] values)
    {
        var value = item.GetMetadata(name) is { Length: > 0 } given ? given : values[0];
        return values.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading the item '{Excerpt.Of(item.ItemSpec, 60)}': its {name} is '{Excerpt.Of(value)}'; it can be {string.Join(" or ", values)}.");
    }

    private static string ReadCredentialSource(ITaskItem item)
        => item.ItemSpec.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? item.ItemSpec
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading the ContainerizeNuGetCredential item '{Excerpt.Of(item.ItemSpec)}': "
                    + "NuGet takes credentials from a variable named for the package source, and a shell's variables have letters, digits and "
                    + "underscores only. Rename the source in nuget.config.");
}
