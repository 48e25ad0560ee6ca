using Containerize.Host;

namespace Containerize.Dockerfiles;

/// <summary>Composes the stages: restore, publish, perhaps those of tests, final. In each, what changes rarely comes first.</summary>
internal sealed class MultiStageDockerfile(BuildRecipe recipe)
{
    /// <summary>The name that Visual Studio, and what it generates, have for it.</summary>
    public const string Base = "base";

    public const string Restore = "restore";
    public const string Publish = "publish";

    /// <summary>The tests, compiled: what is run in a container of its own.</summary>
    public const string TestBuild = "test-build";

    /// <summary>The tests, passed.</summary>
    public const string Test = "test";

    public const string Final = "final";

    /// <summary>MSBuild's name for the commit, which gets into assemblies as part of their version.</summary>
    public const string RevisionArgument = "SourceRevisionId";

    /// <summary>Where the commit can be had, for debuggers (Source Link).</summary>
    public const string RepositoryArgument = "ContainerizeRepositoryUrl";

    /// <summary>The versions of projects that make theirs of git; see <see cref="VersionArgument"/>.</summary>
    public const string VersionsArgument = "ContainerizeVersions";

    /// <summary>The version that the image's label says, where it is made of git.</summary>
    public const string ImageVersionArgument = "ContainerVersion";

    private const string Root = "/source";
    private const string LayersPath = "/layers";

    private readonly BuildContext context = recipe.Context;
    private readonly TargetPlatform target = new(recipe);
    private readonly RestoreAccess access = new(recipe);

    private string SourceFolder => context.BelowSourceRoot.Length == 0 ? Root : $"{Root}/{context.BelowSourceRoot}";

    private string SourceRoot => context.SourceRootBelow.Length == 0 ? Root : $"{Root}/{context.SourceRootBelow}";

    /// <param name="baseImage">What the final stage stands on.</param>
    /// <param name="description">The final stage's instructions after its layers.</param>
    /// <param name="baseUser">Whom the base image runs commands as; null: root.</param>
    public Dockerfile Compose(IReadOnlyList<string> header, string baseImage, IEnumerable<Instruction> description, string? baseUser = null)
    {
        BaseStage? surroundings = recipe.HasBaseStage ? new BaseStage([.. FindExtraRuns(RunStage.Final, late: false)], [.. description], baseUser) : null;
        Stage[] stages =
        [
            .. surroundings is null ? Array.Empty<Stage>() : [new Stage(Base, baseImage, [.. surroundings.Instructions])],
            new(Restore, recipe.SdkImage, [.. ComposeRestore()], target.OfBuildStages),
            new(Publish, Restore, [.. ComposePublish()]),
            .. context.TestProject is { } tests ? ComposeTests(tests) : [],
            surroundings is null
                ? new(Final, baseImage, [.. FindExtraRuns(RunStage.Final, late: false), .. ComposeFinal(), .. description])
                : new(Final, Base, [.. surroundings.ListReturn(), .. ComposeFinal(), .. surroundings.Rest]),
        ];
        return new Dockerfile(recipe.Profile, header, [], stages);
    }

    private IEnumerable<Instruction> ComposeRestore()
    {
        foreach (var commands in recipe.Preparation)
        {
            yield return new Instruction.Run(commands);
        }

        foreach (var run in FindExtraRuns(RunStage.Restore, late: false))
        {
            yield return run;
        }

        yield return new Instruction.WorkingDirectory(SourceFolder);
        yield return new Instruction.Comment("All that a restore reads, the most stable first: packages stay cached until one of these changes.");
        foreach (var copy in CopyFiles(context.RestoreFiles[0]))
        {
            yield return copy;
        }

        if (recipe.Workloads.Count > 0)
        {
            // With the package sources of the restore, and before projects: a layer that lasts.
            var command = access.WithSecrets($"dotnet workload install {string.Join(' ', recipe.Workloads)}");
            yield return new Instruction.Run([.. access.ReadSecrets(), .. InWorkFolder([command])]) { Mounts = access.ListMounts() };
        }

        foreach (var instruction in context.NodeFolders.SelectMany(folder => NodeRestore.Compose(folder, recipe.Profile)))
        {
            yield return instruction;
        }

        var others = context.RestoreFiles.Skip(1).SelectMany(CopyFiles).Concat(context.Feeds.Select(CopyFolder));
        foreach (var copy in others.Concat(context.Projects.SelectMany(CopyFiles)))
        {
            yield return copy;
        }

        foreach (var run in FindExtraRuns(RunStage.Restore, late: true))
        {
            yield return run;
        }

        yield return new Instruction.Region(Restore);
        foreach (var argument in recipe.BuildArguments.Where(argument => !argument.IsForPublishOnly))
        {
            yield return new Instruction.Arg(argument.Name, argument.Value);
        }

        foreach (var argument in target.ListArguments(isForPublish: false))
        {
            yield return argument;
        }

        yield return new Instruction.Run([.. access.ReadSecrets(), .. InWorkFolder([.. FormatToolRestore(), FormatRestore(context.Project)])])
        {
            Mounts = access.ListMounts(),
        };
    }

    private IEnumerable<Instruction> ComposePublish()
    {
        foreach (var run in FindExtraRuns(RunStage.Publish, late: false))
        {
            yield return run;
        }

        yield return new Instruction.Comment("All sources, and one publish, which sorts its output into layers.");
        foreach (var copy in context.SourceFolders.Concat(context.LinkedFolders).Select(CopyFolder).Concat(CopyFiles(context.SourceFiles)))
        {
            yield return copy;
        }

        foreach (var run in FindExtraRuns(RunStage.Publish, late: true))
        {
            yield return run;
        }

        yield return new Instruction.Region(Publish);
        foreach (var argument in ListPublishArguments())
        {
            yield return argument;
        }

        foreach (var argument in target.ListArguments(isForPublish: true))
        {
            yield return argument;
        }

        string[] words =
        [
            "dotnet", "publish", DockerfileText.QuoteForShell(InWorkFolder(context.Project)),
            "--no-restore", "-c", DockerfileText.QuoteForShell(recipe.Configuration),
            .. recipe.TargetFramework is { } framework ? ["-f", framework] : Array.Empty<string>(),
            .. FormatArguments(recipe.BuildArguments),
            .. FormatCommit(),
            .. target.FormatChoice(),
            $"-p:ContainerizeLayersPath={LayersPath}",
            $"-p:ContainerizeLayerNames={string.Join('+', recipe.Layers.Select(layer => layer.Name))}",
        ];
        yield return new Instruction.Run(InWorkFolder([string.Join(' ', words)]));
    }

    /// <summary>Whoever asks for the last has a build that fails with the tests; whoever asks for the first runs them, and keeps what they report.</summary>
    private IEnumerable<Stage> ComposeTests(string tests)
    {
        string[] project = recipe.TestsByPlatform ? ["--project", InWorkFolder(tests)] : [InWorkFolder(tests)];
        string[] run = ["dotnet", "test", .. project, "--no-build", "-c", recipe.Configuration];
        yield return new Stage(TestBuild, Publish,
        [
            new Instruction.Comment("The tests, compiled: run this stage to keep what they report."),
            .. ComposeTestBuild(tests),
            .. context.WorkFolder.Length == 0 ? Array.Empty<Instruction>() : [new Instruction.WorkingDirectory($"{SourceFolder}/{context.WorkFolder}")],
            new Instruction.Entrypoint(run),
        ]);
        yield return new Stage(Test, TestBuild,
        [
            new Instruction.Comment("Fails if a test does."),
            new Instruction.Run([string.Join(' ', run.Select(word => DockerfileText.QuoteForShell(word)))]),
        ]);
    }

    private IEnumerable<Instruction> ComposeTestBuild(string tests)
    {
        foreach (var copy in context.TestFolders.Select(CopyFolder).Concat(CopyFiles(context.TestFiles)))
        {
            yield return copy;
        }

        foreach (var argument in ListPublishArguments())
        {
            yield return argument;
        }

        // As the publish builds, so that what it compiled is up to date: the tests are of those assemblies.
        var project = DockerfileText.QuoteForShell(InWorkFolder(tests));
        string[] restore =
        [
            "dotnet", "restore", project, DockerfileText.QuoteForShell($"-p:Configuration={recipe.Configuration}"), .. FormatTestArguments(forRestore: true),
        ];
        string[] build =
        [
            "dotnet", "build", project, "--no-restore", "-c", DockerfileText.QuoteForShell(recipe.Configuration),
            .. FormatTestArguments(forRestore: false), .. FormatCommit(),
        ];
        yield return new Instruction.Run([.. access.ReadSecrets(), .. InWorkFolder([access.WithSecrets(string.Join(' ', restore)), string.Join(' ', build)])])
        {
            Mounts = access.ListMounts(),
        };
    }

    /// <summary>What tests are built with is for no platform, whatever the app's publish is for.</summary>
    private IEnumerable<string> FormatTestArguments(bool forRestore) => recipe.BuildArguments
        .Where(argument => !forRestore || !argument.IsForPublishOnly)
        .Select(FormatProperty);

    private IEnumerable<Instruction.Arg> ListPublishArguments()
    {
        // With its value again: older builders do not hand on what a stage above was given.
        IEnumerable<Instruction.Arg> arguments = recipe.BuildArguments.Select(argument => new Instruction.Arg(argument.Name, argument.Value));
        return [.. arguments, .. ListCommitArguments().Select(name => new Instruction.Arg(name, string.Empty))];
    }

    private string[] ListCommitArguments() => recipe.MakesVersions
        ? [RevisionArgument, RepositoryArgument, VersionsArgument]
        : [RevisionArgument, RepositoryArgument];

    private IEnumerable<string> FormatCommit() =>
    [
        .. ListCommitArguments().Select(name => DockerfileText.QuoteForShell($"-p:{name}=${name}", expand: true)),
        DockerfileText.QuoteForShell($"-p:ContainerizeSourceRoot={SourceRoot}/"),
    ];

    private static string FormatProperty(BuildArgument argument) => DockerfileText.QuoteForShell($"-p:{argument.Name}=${argument.Name}", expand: true);

    private IEnumerable<Instruction> ComposeFinal()
    {
        yield return new Instruction.Comment("One layer for each pace of change, the most stable first.");
        foreach (var layer in recipe.Layers)
        {
            yield return new Instruction.Copy([$"{LayersPath}/{layer.Name}/"], layer.Target, Publish, layer.Owner);
        }

        foreach (var run in FindExtraRuns(RunStage.Final, late: true))
        {
            yield return run;
        }

        yield return new Instruction.Region(Final);
        yield return new Instruction.Comment("How containers run.");
    }

    private IEnumerable<Instruction> FindExtraRuns(RunStage stage, bool late)
        => recipe.ExtraRuns.Where(run => run.Stage == stage && run.IsLate == late).Select(run => new Instruction.Run([run.Command]));

    private string FormatRestore(string project) => access.WithSecrets(string.Join(' ', (string[])
    [
        "dotnet", "restore", DockerfileText.QuoteForShell(InWorkFolder(project)),
        DockerfileText.QuoteForShell($"-p:Configuration={recipe.Configuration}"),
        .. FormatArguments([.. recipe.BuildArguments.Where(argument => !argument.IsForPublishOnly)]),
        .. recipe.IsLocked ? ["--locked-mode"] : Array.Empty<string>(),
    ]));

    private IEnumerable<string> FormatArguments(IReadOnlyList<BuildArgument> arguments) =>
    [
        .. target.FormatOptions(DockerfileText.QuoteForShell(InWorkFolder(context.Project))),
        .. recipe.Arguments.Select(argument => DockerfileText.QuoteForShell(argument)),
        .. arguments.Select(FormatProperty),
    ];

    private string[] FormatToolRestore() => context.HasTools ? [access.WithSecrets("dotnet tool restore")] : [];

    /// <summary>A folder's own files in one instruction: fewer layers, and the order of the folders is the order of the list.</summary>
    internal static IEnumerable<Instruction> CopyFiles(IReadOnlyList<string> files) => files
        .GroupBy(file => file.LastIndexOf('/') is var slash and >= 0 ? file[..(slash + 1)] : "./", StringComparer.Ordinal)
        .Select(folder => new Instruction.Copy([.. folder], folder.Key));

    private static Instruction.Copy CopyFolder(string folder) => folder.Length == 0 ? new(["./"], "./") : new([folder + "/"], folder + "/");

    private IReadOnlyList<string> InWorkFolder(IReadOnlyList<string> commands)
        => context.WorkFolder.Length == 0 ? commands : [$"cd {DockerfileText.QuoteForShell(context.WorkFolder)}", .. commands];

    private string InWorkFolder(string path)
        => context.WorkFolder.Length == 0 ? path : PathText.ToSlashes(Path.GetRelativePath("/" + context.WorkFolder, "/" + path));
}
