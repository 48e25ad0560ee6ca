namespace Containerize.Layering;

/// <summary>Sorts published files into layers by how often they change.</summary>
internal static class LayerPlanner
{
    private static readonly LayerClass Everything = LayerClass.App with { Meaning = "the application and all it brings along" };

    /// <param name="rules">The user's own, first match wins; what they leave is sorted by origin.</param>
    /// <param name="choice">Null: the standard one.</param>
    public static LayerPlan Plan(IReadOnlyCollection<PublishedFile> files, IReadOnlyList<LayerRule> rules, LayeringChoice? choice = null)
    {
        choice ??= new LayeringChoice();
        var sorted = WithLists([.. files.Select(file => Sort(file, rules, choice.Mode))]);
        var groups = DealPackages([.. sorted.Where(entry => IsDealtOut(entry.File, entry.Class)).Select(entry => entry.File)], choice);
        return new LayerPlan(
        [
            .. sorted
                .GroupBy(
                    entry => groups is not null && IsDealtOut(entry.File, entry.Class)
                        ? groups[PackageGroups.FamilyOf(((FileOrigin.Package)entry.File.Origin).Id)]
                        : entry.Class,
                    entry => entry.File)
                .OrderBy(group => group.Key.Rank)
                .ThenBy(group => group.Key.Name, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Meaning, StringComparer.Ordinal)
                .Select(group => new PlannedLayer(group.Key, [.. group.OrderBy(file => file.RelativePath, StringComparer.Ordinal)]))
                .SelectMany(layer => IsOurs(layer.Class, choice.Mode)
                    ? LargeFiles.Cut(layer, isShare: groups is not null && layer.Class.Name == LayerClass.Packages.Name)
                    : [layer]),
        ]);
    }

    /// <returns>Null: they stay together.</returns>
    private static IReadOnlyDictionary<string, LayerClass>? DealPackages(PublishedFile[] packages, LayeringChoice choice) => choice.Mode switch
    {
        LayeringMode.Standard when PublishedFile.SizeOf(packages) < PackageGroups.WorthDealing => null,
        LayeringMode.Single => null,
        _ => PackageGroups.Deal(packages, choice.MostPackageLayers),
    };

    /// <summary>The patterns of the user's rules that nothing in the publish output matches, with the rule's layer.</summary>
    public static IEnumerable<(LayerClass Class, string Pattern)> FindIdlePatterns(IReadOnlyCollection<PublishedFile> files, IReadOnlyList<LayerRule> rules) =>
        from rule in rules
        from pattern in rule.Patterns
        where !files.Any(file => (rule with { Patterns = [pattern] }).Covers(file.RelativePath))
        select (rule.Class, pattern);

    /// <summary>Who names a layer, or asks for a single one, wants it whole.</summary>
    private static bool IsOurs(LayerClass its, LayeringMode mode)
        => mode != LayeringMode.Single && LayerClass.IsBuiltIn(its.Name);

    /// <summary>A file that a rule put among the packages has no package to be grouped by.</summary>
    private static bool IsDealtOut(PublishedFile file, LayerClass its) => its == LayerClass.Packages && file.Origin is FileOrigin.Package;

    private static SortedFile Sort(PublishedFile file, IReadOnlyList<LayerRule> rules, LayeringMode mode)
    {
        if (file.IsFolder)
        {
            var folder = file.Origin is FileOrigin.Volume ? LayerClass.Volumes : LayerClass.Folders;
            return new SortedFile(file, folder with { Meaning = $"{folder.Meaning} {file.RelativePath}" });
        }

        var rule = rules.FirstOrDefault(rule => rule.Covers(file.RelativePath));
        var usual = file.Layer ?? (mode == LayeringMode.Single ? Everything : ClassOf(file));
        var its = rule?.Class ?? usual;
        return new SortedFile(file with { IsChosen = rule is not null }, file.Root is { } root ? ClassOfContent(its, root, file.Owner) : its);
    }

    /// <summary>What lists the static files changes when one of them does, and with the code never: it lies with them, where there are any.</summary>
    private static SortedFile[] WithLists(SortedFile[] sorted)
    {
        return sorted.Any(entry => entry.Class == LayerClass.Assets)
            ? [.. sorted.Select(entry => IsList(entry) ? entry with { Class = LayerClass.Assets } : entry)]
            : sorted;

        static bool IsList(SortedFile entry)
            => entry.File is { ListsAssets: true, IsChosen: false } && entry.Class == LayerClass.App;
    }

    /// <summary>A builder copies it to a place of its own, or gives it to somebody, so it is a layer of its own whoever builds.</summary>
    private static LayerClass ClassOfContent(LayerClass its, string root, string? owner) => LayerClass.Content with
    {
        Rank = its.Rank + 1,
        Meaning = $"{LayerClass.Content.Meaning} {root}{(owner is null ? string.Empty : $", owned by {owner}")}",
    };

    private static LayerClass ClassOf(PublishedFile file) => file switch
    {
        { ChangesWithApp: true } => LayerClass.App,
        { Origin: FileOrigin.RuntimePack } => LayerClass.Runtime,
        { Origin: FileOrigin.Host } => LayerClass.Host,
        { Origin: FileOrigin.Package { IsPrerelease: true } } => LayerClass.Prerelease,
        { Origin: FileOrigin.Package } => LayerClass.Packages,
        { Origin: FileOrigin.Vendor } => LayerClass.Vendor,
        { Origin: FileOrigin.Project } => LayerClass.Projects,
        { Origin: FileOrigin.Content } => LayerClass.Assets,
        _ => LayerClass.App,
    };

    private sealed record SortedFile(PublishedFile File, LayerClass Class);
}
