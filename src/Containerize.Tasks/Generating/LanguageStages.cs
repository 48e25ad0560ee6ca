using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Languages;
using Containerize.Layering;
using Containerize.Layers;

namespace Containerize.Generating;

/// <summary>
/// The stages of a Dockerfile for an app of another language, in that language's own image: its tool installs packages, the most stable first, and the
/// layers are folders with the files, modes and times that a publish would write.
/// </summary>
internal sealed class LanguageStages
{
    private const string Sources = "/source";

    private readonly ImageDefinition definition;
    private readonly DockerfileRequest request;
    private readonly LanguageApp app;
    private readonly LayerStep? restore;
    private readonly LayerStep publish;
    private readonly LanguageArrangement arrangement;

    public LanguageStages(ImageDefinition definition, DockerfileRequest request)
    {
        (this.definition, this.request) = (definition, request);
        app = definition.App!;
        restore = app.DescribeRestore();
        publish = app.DescribePublish();
        (string Layer, IReadOnlyList<string>? Paths)[] steps = [.. (restore?.Layers ?? []).Concat(publish.Layers)];
        arrangement = new LanguageArrangement(
            definition,
            [.. steps.Select(step => NameOf(step.Layer)).Distinct(StringComparer.Ordinal)],
            steps.Where(step => step.Paths is { Count: > 0 } && !IsSingle).ToDictionary(step => step.Layer, step => step.Paths!, StringComparer.Ordinal));
    }

    /// <summary>What a builder gets to see: the project's folder.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.NotInDockerfile"/>.</exception>
    public BuildContext CreateContext()
    {
        RefuseOtherContext();
        return new BuildContext
        {
            Folder = app.Folder,
            RestoreFiles = [restore?.Files ?? []],
            Feeds = [],
            Projects = [[Path.GetFileName(request.Projects[^1].Path)]],
            SourceFolders = [string.Empty],
            SourceFiles = [],
            OutputFolders = [],
            KeptFiles = arrangement.Copies.ListKeptFiles(),
            Secrets = restore?.Secrets ?? [],
            WorkFolder = string.Empty,
            BelowSourceRoot = string.Empty,
            SourceRootBelow = string.Empty,
        };
    }

    /// <summary>Lowest first: packages and sources, then folders and volumes.</summary>
    /// <param name="user">As USER names it; null for root.</param>
    public IReadOnlyList<CopiedLayer> ListLayers(string? user) => CopiedLayers.Create(arrangement.Plan, definition, user);

    public Dockerfile Compose(
        IReadOnlyList<string> header, string baseImage, string buildImage, IReadOnlyList<CopiedLayer> layers, IEnumerable<Instruction> description)
    {
        Stage[] stages =
        [
            .. restore is null
                ? Array.Empty<Stage>()
                : [new Stage(MultiStageDockerfile.Restore, buildImage, [.. ComposeRestore(restore)], PlatformOf(restore))],
            restore is null
                ? new(MultiStageDockerfile.Publish, buildImage, [.. ComposePublish()], PlatformOf(publish))
                : new(MultiStageDockerfile.Publish, MultiStageDockerfile.Restore, [.. ComposePublish()]),
            new(MultiStageDockerfile.Final, baseImage, [.. ComposeFinal(layers), .. description]),
        ];
        return new Dockerfile(request.Profile, header, [], stages);
    }

    /// <summary>Builders without BuildKit know none but their own.</summary>
    private string? PlatformOf(LayerStep step) => step.IsForBuilder && request.Profile != DockerfileProfile.Plain ? "$BUILDPLATFORM" : null;

    private IEnumerable<Instruction> ComposeRestore(LayerStep step)
    {
        foreach (var run in FindExtraRuns(RunStage.Restore, late: false))
        {
            yield return run;
        }

        yield return new Instruction.WorkingDirectory(Sources);
        yield return new Instruction.Comment("What names the packages: they stay cached until one of these changes.");
        foreach (var copy in MultiStageDockerfile.CopyFiles(step.Files))
        {
            yield return copy;
        }

        foreach (var run in FindExtraRuns(RunStage.Restore, late: true))
        {
            yield return run;
        }

        yield return new Instruction.Region(MultiStageDockerfile.Restore);
        yield return CreateRun(step);
    }

    private IEnumerable<Instruction> ComposePublish()
    {
        foreach (var run in FindExtraRuns(RunStage.Publish, late: false))
        {
            yield return run;
        }

        if (restore is null)
        {
            yield return new Instruction.WorkingDirectory(Sources);
        }

        yield return new Instruction.Comment("The app: all that the ignore file lets in.");
        yield return new Instruction.Copy(["./"], "./");
        foreach (var run in FindExtraRuns(RunStage.Publish, late: true))
        {
            yield return run;
        }

        yield return new Instruction.Region(MultiStageDockerfile.Publish);
        foreach (var commands in arrangement.Copies.ListInstructions())
        {
            yield return new Instruction.Run(commands);
        }

        foreach (var argument in publish.Arguments)
        {
            yield return new Instruction.Arg(argument);
        }

        yield return CreateRun(publish);
        if (arrangement.ListCommands().ToArray() is { Length: > 0 } last)
        {
            yield return new Instruction.Run(last);
        }
    }

    private IEnumerable<Instruction> ComposeFinal(IReadOnlyList<CopiedLayer> layers)
    {
        foreach (var run in FindExtraRuns(RunStage.Final, late: false))
        {
            yield return run;
        }

        yield return new Instruction.Comment("One layer for each pace of change, the most stable first.");
        foreach (var layer in layers)
        {
            yield return new Instruction.Copy([$"{LanguageArrangement.LayersPath}/{layer.Name}/"], layer.Target, MultiStageDockerfile.Publish, layer.Owner);
        }

        foreach (var run in FindExtraRuns(RunStage.Final, late: true))
        {
            yield return run;
        }

        yield return new Instruction.Region(MultiStageDockerfile.Final);
        yield return new Instruction.Comment("How containers run.");
    }

    private Instruction.Run CreateRun(LayerStep step)
    {
        string[] folders = [.. step.Layers.Select(layer => FolderOf(layer.Layer)).Distinct(StringComparer.Ordinal)];
        return new Instruction.Run(
        [
            .. step.Secrets.SelectMany(secret => new[] { $"{secret}=\"$(cat /run/secrets/{secret})\"", $"export {secret}" }),
            .. step.Layers.Where(layer => layer.Paths is null).Select(layer => $"mkdir -p {PlaceOf(layer.Layer)}"),
            .. step.Commands.Select(command => command.Replace(LayerStep.Place, PlaceOf(LayerClass.App.Name), StringComparison.Ordinal)),
            .. step.Layers.All(layer => layer.Paths is null) ? [] : ListExclusions(),
            .. step == publish ? ListPermissions() : [],
            .. step.Layers.Where(layer => layer.Paths is not null).SelectMany(layer => Take(layer.Layer, layer.Paths!)),
            .. folders.Length == 0 ? [] : Tidy(folders, step.IsDatedByContent),
        ])
        {
            Mounts = request.Profile == DockerfileProfile.Plain
                ? []
                : [.. step.Cache is { } cache ? [new Mount.Cache(cache)] : Array.Empty<Mount>(), .. step.Secrets.Select(secret => new Mount.Secret(secret))],
        };
    }

    /// <summary>ContainerExclude: in its patterns a star stands for slashes too, as for <c>find -path</c>.</summary>
    private string[] ListExclusions() =>
    [
        .. definition.Choice.Excluded.Select(pattern =>
            $"find . -path {DockerfileText.QuoteForShell("./" + FileSearch.Escape(pattern))} ! -type d -delete"),
    ];

    /// <summary>What a container is told to start is a program, whatever its mode says.</summary>
    private string[] ListPermissions() =>
    [
        .. StartedFiles.Find(definition).Distinct(StringComparer.Ordinal).Where(path => File.Exists(Path.Join(app.Folder, path)))
            .Select(path => $"chmod a+x {DockerfileText.QuoteForShell(path)}"),
    ];

    private IEnumerable<string> Take(string layer, IReadOnlyList<string> paths)
    {
        var folder = PlaceOf(layer);
        if (paths.Count == 0)
        {
            return [$"mkdir -p {folder}", $"cp -a ./. {folder}/"];
        }

        return paths.SelectMany(path =>
        {
            var above = path.LastIndexOf('/') is var slash and > 0 ? $"{folder}/{path[..slash]}" : folder;
            var (from, to) = (DockerfileText.QuoteForShell(path), DockerfileText.QuoteForShell(above));
            return new[] { $"mkdir -p {from} {to}", $"mv {from} {to}/" };
        });
    }

    /// <summary>As a publish writes them: no folders without files, two modes, and times that say nothing but which content it is.</summary>
    private static IEnumerable<string> Tidy(string[] folders, bool isDatedByContent)
    {
        var all = string.Join(' ', folders.Select(folder => DockerfileText.QuoteForShell(folder)));
        yield return $"find {all} -mindepth 1 -type d -empty -delete";
        yield return $"chmod -R u=rwX,go=rX {all}";
        yield return $"find {all} -exec {ContentCopies.Touch} {{}} +";
        if (isDatedByContent)
        {
            yield return $"find {all} -type f -exec sh -c 'for file do touch -d \"@{ContentTime.ShellExpression("$file")}\" \"$file\"; done' sh {{}} +";
        }
    }

    private bool IsSingle => definition.Layering.Mode == LayeringMode.Single;

    private string NameOf(string layer) => IsSingle ? LayerClass.App.Name : layer;

    private string FolderOf(string layer) => $"{LanguageArrangement.LayersPath}/{NameOf(layer)}";

    /// <summary>The working directory, below the folder that the layer is copied to.</summary>
    private string PlaceOf(string layer)
        => DockerfileText.QuoteForShell($"{FolderOf(layer)}/{CopiedLayers.PlaceOfFiles(definition)}".TrimEnd('/'));

    private IEnumerable<Instruction> FindExtraRuns(RunStage stage, bool late)
        => request.ExtraRuns.Where(run => run.Stage == stage && run.IsLate == late).Select(run => new Instruction.Run([run.Command]));

    private void RefuseOtherContext()
    {
        if (request.ContextFolder is { } context && context != app.Folder)
        {
            throw new ContainerizeException(
                ErrorCodes.NotInDockerfile,
                $"Writing the Dockerfile of an app of {app.Language}: ContainerizeDockerfileContext is {context}, "
                    + "and the build context is the folder of the app. Leave it empty.");
        }
    }
}
