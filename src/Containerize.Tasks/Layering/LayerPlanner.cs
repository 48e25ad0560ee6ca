namespace Containerize.Layering;

/// <summary>Sorts published files into layers by how often they change.</summary>
internal static class LayerPlanner
{
    /// <param name="rules">The user's own, first match wins; what they leave is sorted by origin.</param>
    public static LayerPlan Plan(IEnumerable<PublishedFile> files, IReadOnlyList<LayerRule> rules) => new(
    [
        .. files
            .GroupBy(file => ClassOf(file, rules))
            .OrderBy(group => group.Key.Rank)
            .ThenBy(group => group.Key.Name, StringComparer.Ordinal)
            .Select(group => new PlannedLayer(group.Key, [.. group.OrderBy(file => file.RelativePath, StringComparer.Ordinal)])),
    ]);

    private static LayerClass ClassOf(PublishedFile file, IReadOnlyList<LayerRule> rules)
        => rules.FirstOrDefault(rule => rule.Covers(file.RelativePath))?.Class ?? ClassOf(file);

    private static LayerClass ClassOf(PublishedFile file) => file switch
    {
        { ChangesWithApp: true } => LayerClass.App,
        { Origin: FileOrigin.RuntimePack } => LayerClass.Runtime,
        { Origin: FileOrigin.Package { IsPrerelease: true } } => LayerClass.Prerelease,
        { Origin: FileOrigin.Package } => LayerClass.Packages,
        { Origin: FileOrigin.Project } => LayerClass.Projects,
        { Origin: FileOrigin.Content } => LayerClass.Assets,
        _ => LayerClass.App,
    };
}
