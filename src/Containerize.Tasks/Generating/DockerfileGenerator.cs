using System.Globalization;
using Containerize.BaseImages;
using Containerize.Composing;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Host;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Generating;

/// <summary>
/// Makes a Dockerfile from the description of the image and what the evaluation of its projects told: the same layers, the same configuration.
/// </summary>
internal sealed class DockerfileGenerator(ImageDefinition definition, DockerfileRequest request)
{
    /// <summary>Whether the base's configuration is what all images of its kind have in common, so that no registry is asked.</summary>
    private bool IsBaseAssumed => request.CanAssumeBase && !request.PinsBase && !AsksForVersions();

    /// <param name="resolveBase">Asks the registry about the base image; called only where the Dockerfile depends on the answer.</param>
    /// <exception cref="ContainerizeException">With the code of what went wrong.</exception>
    public async Task<GeneratedDockerfile> GenerateAsync(Func<Task<Image>> resolveBase)
    {
        var language = definition.App is null ? null : new LanguageStages(definition, request);
        var context = language?.CreateContext() ?? ChooseNodeFolders(
            new BuildContextReader(request.Projects, request.Tests, request.HomeFolder).Read(request.ContextFolder, request.RestoreInputs));
        RefuseSecrets(context);
        var isAssumed = IsBaseAssumed;
        var from = definition.BaseImage is { } name && isAssumed ? Assume(name.Reference) : await resolveBase();
        var described = definition with { GeneratedLabels = ChooseLabels() };
        var created = request.Created ?? DateTimeOffset.UnixEpoch;
        var user = FinalStage.UserOf(described, from, isAssumed);
        var description = FinalStage.Describe(described, from, isAssumed, created, request.MadeVersion);
        var expected = language is null ? request.Output.ListFiles() : [];
        var layers = language?.ListLayers(user) ?? CopiedLayers.Create(Plan(expected), definition, user);
        var model = language?.Compose(FormatHeader(context), FormatBaseName(from), request.SdkImage.ToString(), layers, description)
            ?? new MultiStageDockerfile(DescribeBuild(context, layers, expected))
                .Compose(FormatHeader(context), FormatBaseName(from), description, from.Config.User);
        var ignoreText = FormatIgnoreFile(context, Path.GetFileName(request.Path));
        return new GeneratedDockerfile(model with { Syntax = request.Syntax }, context, [.. layers.Select(layer => layer.Name)], ignoreText)
        {
            Config = ConfigComposer.Compose(described, from, created, []),
            ContextIgnoreText = request.WritesContextIgnoreFile ? FormatIgnoreFile(context, Relative(context.Folder, request.Path)) : null,
            Secrets = [.. ListSecrets(context)],
            Misfits = [.. FindMisfits(from)],
        };
    }

    private LayerPlan Plan(IReadOnlyList<PublishedFile> expected)
        => LayerPlanner.Plan(ImageContent.ForDockerfile(definition, expected).Files, definition.LayerRules, definition.Layering);

    /// <summary>The command that builds the file.</summary>
    /// <param name="file">Path of the Dockerfile, as the command is to name it.</param>
    /// <param name="context">Path of the build context, likewise.</param>
    public string BuildCommand(BuildContext built, string file, string context) => string.Join(' ', (string[])
        [
            "docker build", $"-f {DockerfileText.QuoteForShell(file)}", $"-t {ImageName}",
            .. request.NamesPlatform ? [$"--platform {definition.Platform}"] : Array.Empty<string>(),
            .. ListSecrets(built).Select(secret => $"--secret id={secret},env={secret}"),
            .. request.MakesVersions ? [FormatArgumentsCommand(built, context)] : Array.Empty<string>(),
            DockerfileText.QuoteForShell(context),
        ]);

    /// <summary>What a compose file says of the image, besides what the image says of itself.</summary>
    public ComposeService DescribeService(GeneratedDockerfile generated) => new()
    {
        Name = request.ServiceName ?? definition.Targets[0].Repository.Split('/')[^1],
        Project = definition.ProjectFile!,
        ContextFolder = generated.Context.Folder,
        Dockerfile = request.Path,
        Image = ImageName,
        Platform = request.NamesPlatform ? definition.Platform.ToString() : null,
        Ports = [.. generated.Config.Ports.Select(PublishedPort.ReadContainer).OfType<string>().Order(StringComparer.Ordinal)],
        // What is made of the base's variables only the image can know.
        Environment =
        [
            .. definition.Environment
                .Where(variable => definition.VerbatimVariables.Contains(variable.Key) || !VariableText.HasReferences(variable.Value))
                .OrderBy(variable => variable.Key, StringComparer.Ordinal),
        ],
        HealthCheck = definition.HealthCheck,
        Volumes = [.. definition.Volumes.Order(StringComparer.Ordinal)],
        Secrets = generated.Secrets,
    };

    private string ImageName => $"{definition.Targets[0].Repository}:{definition.Targets[0].Tags[0]}";

    private IEnumerable<string> ListSecrets(BuildContext built)
        => built.Secrets.Concat(request.Credentials.Select(credential => credential.Id));

    /// <summary>A builder that mounts nothing could be given them as build arguments only, which stay in the history of a stage and in its cache.</summary>
    private void RefuseSecrets(BuildContext context)
    {
        if (request.Profile == DockerfileProfile.Plain && ListSecrets(context).ToArray() is { Length: > 0 } secrets)
        {
            throw new ContainerizeException(
                ErrorCodes.SecretsNeedMounts,
                $"Writing {request.Path}: the restore needs {string.Join(" and ", secrets)}, and ContainerizeDockerfileProfile is plain, for builders that "
                + "mount no secrets; a build argument would stay in the history of the stage. Use the profile portable, or put the packages into a folder of "
                + "the context that nuget.config names in place of the private source.");
        }
    }

    /// <summary>What prints the arguments that name versions: they are of a commit, and the file is of none.</summary>
    private string FormatArgumentsCommand(BuildContext built, string context)
    {
        var project = request.Projects[^1].Path;
        var named = DockerfileText.QuoteForShell(context == "." ? Relative(built.Folder, project) : project);
        return $"$(dotnet build {named} -t:ContainerizeBuildArguments --getProperty:ContainerizeBuildArguments)";
    }

    private BuildRecipe DescribeBuild(BuildContext context, IReadOnlyList<CopiedLayer> layers, IReadOnlyList<PublishedFile> expected) => new()
    {
        Context = context,
        Profile = request.Profile,
        HasBaseStage = request.HasBaseStage,
        SdkImage = request.SdkImage.ToString(),
        // The native linker works for its own platform.
        CrossCompiles = !request.IsAot,
        IsForTargetPlatform = request.IsForTargetPlatform,
        Arguments = request.Arguments,
        TargetFramework = request.TargetFramework,
        Configuration = request.Configuration,
        MakesVersions = request.MakesVersions,
        IsLocked = LockFiles.Cover(request.Projects, request.RestoredFor),
        BuildArguments = request.BuildArguments,
        Layers = layers,
        ChoosesByPlatform = !request.IsForTargetPlatform && (definition.Choice with { TakesSymbols = true }).Sort(expected).LeftOut.Count > 0,
        Preparation = [.. ListPreparation(context)],
        Workloads = [.. FindWorkloads()],
        TestsByPlatform = request.TestsByPlatform,
        ExtraRuns = request.ExtraRuns,
        Credentials = request.Credentials,
    };

    private IEnumerable<IReadOnlyList<string>> ListPreparation(BuildContext context)
    {
        var tag = request.SdkImage.Tag ?? string.Empty;
        if (request.IsAot && NativeToolchain.Commands(tag) is { Count: > 0 } commands)
        {
            yield return commands;
        }

        if (context.NodeFolders.Count > 0 && !BringsNode())
        {
            yield return SystemPackages.Install(tag, apt: "nodejs npm", apk: "nodejs npm", tdnf: "nodejs npm");
        }

        if (FindWorkloads().Any())
        {
            // Emscripten is written in it.
            yield return SystemPackages.Install(tag, apt: "python3", apk: "python3", tdnf: "python3");
        }
    }

    /// <summary>Whoever installs node, or another program for its packages, does so in the stage that restores.</summary>
    private bool BringsNode() => request.ExtraRuns.Any(run => run.Stage == RunStage.Restore && NodeFiles.SpeaksOfNode(run.Command));

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.NodeProgramUnknown"/>.</exception>
    private BuildContext ChooseNodeFolders(BuildContext context)
    {
        var folders = new List<NodeFolder>();
        foreach (var folder in context.NodeFolders)
        {
            var path = Path.Join(context.Folder, folder.Folder);
            if (NodeFiles.FindOtherProgram(path) is not { } program)
            {
                folders.Add(folder);
            }
            else if (!BringsNode())
            {
                throw new ContainerizeException(
                    ErrorCodes.NodeProgramUnknown,
                    $"Generating the Dockerfile: packages in {path} are locked by {program}, and a stage restores only those of npm. "
                        + $"Add a ContainerRun item with Stage=restore that installs node and {program}; the project's own targets then run it.");
            }
        }

        return context with { NodeFolders = folders };
    }

    /// <summary>For an earlier framework than the SDK's own the workload's name says which.</summary>
    private IEnumerable<string> FindWorkloads() => request.Projects
        .SelectMany(project => project.NativeWebAssembly)
        .Distinct()
        .Order()
        .Select(major => major == (request.SdkMajor ?? major) ? "wasm-tools" : string.Create(CultureInfo.InvariantCulture, $"wasm-tools-net{major}"));

    /// <summary>What all images of .NET's, or servers of static files, have in common.</summary>
    private Image Assume(ImageReference reference) => definition switch
    {
        { HasOurServer: true } => StaticSite.AssumeServer(reference, definition.Platform),
        { App: { } app } => FinalStage.AssumeLanguage(app, reference, definition.Platform),
        _ => FinalStage.AssumeDotnet(reference, definition.Platform, request.FrameworkMajor),
    };

    /// <summary>What a command adds to the image is known to nobody here.</summary>
    private IEnumerable<Misfit> FindMisfits(Image from)
        => BaseFit.Check(request.ExtraRuns.Any(run => run.Stage == RunStage.Final) ? definition with { Needs = null } : definition, from);

    /// <summary>The variables of .NET's images that are not the same in all of them.</summary>
    private bool AsksForVersions() => definition.Environment
        .SelectMany(variable => VariableText.NamesIn(variable.Value))
        .Any(name => name.StartsWith("DOTNET_", StringComparison.Ordinal) || name.StartsWith("ASPNET", StringComparison.Ordinal));

    private ImageLabels ChooseLabels() => definition.GeneratedLabels with
    {
        Created = request.Created is not null && definition.GeneratedLabels.Created,
        BaseDigest = request.PinsBase && definition.GeneratedLabels.BaseDigest,
    };

    private string FormatBaseName(Image from)
    {
        if (definition.BaseImage?.Reference is not { } reference)
        {
            return "scratch";
        }

        return request.PinsBase && reference.Digest is null && from.Digest is { } digest ? $"{reference}@{digest}" : reference.ToString();
    }

    private IReadOnlyList<string> FormatHeader(BuildContext context)
    {
        var folder = Path.GetDirectoryName(request.Path)!;
        var project = Relative(context.Folder, request.Projects[^1].Path);
        var fromHere = Relative(folder, context.Folder);
        var command = BuildCommand(context, Relative(context.Folder, request.Path), ".");
        return
        [
            $"{GeneratedFile.Mark} from {Path.GetFileName(project)}. Only what lies between \">>> custom\" and \"<<< custom\" is yours to edit.",
            $"Generate:  dotnet build {DockerfileText.QuoteForShell(project)} -t:ContainerizeDockerfile",
            $"Build:     {(request.Profile == DockerfileProfile.Plain ? string.Empty : "DOCKER_BUILDKIT=1 ")}{command}",
            fromHere == "." ? "           (in this folder)" : $"           (in the folder {fromHere} of this file)",
        ];
    }

    private string FormatIgnoreFile(BuildContext context, string dockerfile) => definition.App is { } app
        ? $"# {IgnoreFile.FormatOrigin(dockerfile)}\n{app.IgnoreText}{IgnoreFile.FormatKept(context.KeptFiles)}"
        : IgnoreFile.Write(
        [IgnoreFile.FormatOrigin(dockerfile)],
        context.Everything,
        context.OutputFolders,
        context.KeptFiles);

    private static string Relative(string folder, string path) => PathText.ToSlashes(Path.GetRelativePath(folder, path));
}
