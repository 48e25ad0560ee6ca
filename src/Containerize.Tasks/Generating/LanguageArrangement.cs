using Containerize.Describing;
using Containerize.Dockerfiles;
using Containerize.Languages;
using Containerize.Layering;
using Containerize.Tar;

namespace Containerize.Generating;

/// <summary>
/// What a project wants of the image of an app in another language besides the app itself: layers, owners and modes of its own, more files, folders, volumes.
/// Which files there will be, only the builder knows, so a wish for some becomes a search of its shell. Layers are planned as for a publish, of files that
/// stand for those of a class or of a pattern: they have the same names, and the same order.
/// </summary>
internal sealed class LanguageArrangement
{
    /// <summary>Where the builder has the layers, each in a folder.</summary>
    public const string LayersPath = "/layers";

    private readonly ImageDefinition definition;
    private readonly LanguageApp app;
    private readonly IReadOnlyList<string> made;
    private readonly IReadOnlyList<string> names;
    private readonly FileSearch search;

    /// <summary>The app's folder in the folder of a layer of its files; empty: it is that folder.</summary>
    private readonly string place;

    /// <param name="made">Names of the layers that the app's steps make, lowest first.</param>
    /// <param name="folders">Of those that hold folders of the app, and nothing else: which.</param>
    public LanguageArrangement(ImageDefinition definition, IReadOnlyList<string> made, IReadOnlyDictionary<string, IReadOnlyList<string>> folders)
    {
        (this.definition, this.made) = (definition, made);
        app = definition.App!;
        Plan = LayerPlanner.Plan(ImageContent.ForDockerfile(definition, [.. ListStandIns()]).Files, definition.LayerRules, definition.Layering);
        names = LayerFolders.NamesOf(Plan);
        place = CopiedLayers.PlaceOfFiles(definition);
        search = new FileSearch($"{LayersPath}/", place, folders);
        Copies = new ContentCopies(definition, Plan);
    }

    public LayerPlan Plan { get; }

    /// <summary>What goes before the app's own step.</summary>
    public ContentCopies Copies { get; }

    /// <summary>After the app's own step: what is wanted of the layers that it made, and those of folders.</summary>
    public IEnumerable<string> ListCommands() =>
    [
        .. HasWishes ? Arrange() : [],
        .. MakeFolders(),
    ];

    private bool HasWishes => definition.LayerRules.Count + definition.Permissions.Count + definition.AddedFiles.Count > 0;

    private IEnumerable<string> Patterns
        => definition.LayerRules.SelectMany(rule => rule.Patterns).Concat(definition.Permissions.Select(rule => rule.Pattern));

    /// <summary>Where files of the app lie once rules have moved them: not all are copied, if whatever is in one is somebody's.</summary>
    private IReadOnlyList<string> FileLayers
        => [.. made.Union(definition.LayerRules.Select(rule => rule.Class.Name).Intersect(names, StringComparer.Ordinal), StringComparer.Ordinal)];

    private IEnumerable<PublishedFile> ListStandIns()
    {
        var added = definition.AddedFiles.Select(file => file.RelativePath).ToHashSet(StringComparer.Ordinal);
        return made.Select((name, i) => StandIn(FileSearch.NameNobody(i), name))
            .Concat(Patterns.Select(FileSearch.FillIn).Select(path => StandIn(path, FindLayer(path))))
            .Where(file => !added.Contains(file.RelativePath))
            .DistinctBy(file => file.RelativePath, StringComparer.Ordinal);
    }

    private PublishedFile StandIn(string path, string layer) => new(path, string.Empty, Size: 0, Executable: false, new FileOrigin.App())
    {
        Layer = definition.Layering.Mode == LayeringMode.Single ? null : LayerClass.All.Single(known => known.Name == layer),
    };

    private string FindLayer(string path)
    {
        var name = app.OriginOf(path) switch
        {
            FileOrigin.Package => LayerClass.Packages.Name,
            FileOrigin.Content => LayerClass.Assets.Name,
            _ => LayerClass.App.Name,
        };
        return made.Contains(name, StringComparer.Ordinal) ? name : LayerClass.App.Name;
    }

    private IEnumerable<string> Arrange()
    {
        string[] files = [.. names.Where((_, i) => !Plan.Layers[i].Files[0].IsFolder)];
        if (files.Except(made, StringComparer.Ordinal).ToArray() is { Length: > 0 } more)
        {
            yield return $"mkdir -p {string.Join(' ', more.Select(name => Quote($"{LayersPath}/{name}")))}";
        }

        if (definition.LayerRules.Count > 0 || definition.Permissions.Any(rule => rule.Owner is not null))
        {
            yield return FileSearch.Definition;
        }

        foreach (var command in MoveToLayers().Concat(SetModes()).Concat(MoveToOwners()))
        {
            yield return command;
        }

        if (definition.AddedFiles.Count > 0)
        {
            yield return $"cp -a {ContentCopies.Folder}/. {LayersPath}/";
        }

        var folders = string.Join(' ', files.Where(IsChanged).Select(name => Quote($"{LayersPath}/{name}")));
        yield return $"find {folders} -mindepth 1 -type d -empty -delete";
        yield return $"find {folders} -type d -exec chmod {Octal(TarEntry.DirectoryMode)} {{}} + -exec {ContentCopies.Touch} {{}} +";
    }

    /// <summary>A folder whose time changes goes to another layer of the builder's: packages, of which there are many, stay as their step left them.</summary>
    private bool IsChanged(string layer) => layer != LayerClass.Packages.Name
        || definition.AddedFiles.Any(file => file.Layer == LayerClass.Packages)
        || Patterns.Any(pattern => search.Reaches(layer, pattern));

    private IEnumerable<string> MoveToLayers()
    {
        var earlier = new List<string>();
        foreach (var (its, patterns) in definition.LayerRules)
        {
            // Where an earlier rule takes all that this one would, it has no layer.
            foreach (var name in names.Contains(its.Name, StringComparer.Ordinal) ? made.Where(name => name != its.Name) : [])
            {
                foreach (var pattern in patterns.Where(pattern => search.Reaches(name, pattern)))
                {
                    yield return search.Move(name, pattern, earlier, below: string.Empty, $"{LayersPath}/{its.Name}/{place}");
                }
            }

            earlier.AddRange(patterns);
        }
    }

    private IEnumerable<string> SetModes() => EachPermission()
        .Where(wish => wish.Rule.Mode is not null)
        .Select(wish => search.Run(wish.Layer, wish.Rule.Pattern, wish.Earlier, $"-type f -exec chmod {Octal(wish.Rule.Mode!.Value)} {{}} +"));

    private IEnumerable<string> MoveToOwners()
    {
        foreach (var (rule, layer, earlier) in EachPermission().Where(wish => wish.Rule.Owner is not null))
        {
            var root = rule.Apply(StandIn(FileSearch.FillIn(rule.Pattern), LayerClass.App.Name), definition).Root!;
            int[] own = [.. Enumerable.Range(0, names.Count).Where(i => IsFor(Plan.Layers[i].Files[0], root, rule.Owner!))];
            if (own.Length > 0)
            {
                // Of each class a layer of its own, if it was foreseen that the class has such files.
                var rank = LayerClass.All.Concat(definition.LayerRules.Select(other => other.Class)).First(known => known.Name == layer).Rank + 1;
                var name = names[own.Where(i => Plan.Layers[i].Class.Rank == rank).Append(own[^1]).First()];
                yield return search.Move(layer, rule.Pattern, earlier, root[definition.WorkingDirectory.Length..].Trim('/'), $"{LayersPath}/{name}");
            }
        }
    }

    private static bool IsFor(PublishedFile file, string root, string owner) => !file.IsFolder && file.Root == root && file.Owner == owner;

    private IEnumerable<(PermissionRule Rule, string Layer, IReadOnlyList<string> Earlier)> EachPermission() =>
        from entry in definition.Permissions.Select((rule, i) => (Rule: rule, Earlier: definition.Permissions.Take(i).Select(other => other.Pattern).ToArray()))
        from layer in FileLayers
        where definition.LayerRules.Any(rule => rule.Class.Name == layer) || search.Reaches(layer, entry.Rule.Pattern)
        select (entry.Rule, layer, (IReadOnlyList<string>)entry.Earlier);

    private IEnumerable<string> MakeFolders()
    {
        for (var i = 0; i < names.Count; i++)
        {
            var target = CopiedLayers.TargetOf(definition, Plan.Layers[i]);
            foreach (var folder in Plan.Layers[i].Files.Where(file => file.IsFolder))
            {
                var inside = folder.RelativePath.Length >= target.Length ? folder.RelativePath[target.Length..] : string.Empty;
                var path = Quote($"{LayersPath}/{names[i]}/{inside}".TrimEnd('/'));
                yield return $"mkdir -p {path}";
                yield return $"chmod {Octal(folder.Folder?.Mode ?? TarEntry.DirectoryMode)} {path}";
            }
        }
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8);

    private static string Quote(string path) => DockerfileText.QuoteForShell(path);
}
