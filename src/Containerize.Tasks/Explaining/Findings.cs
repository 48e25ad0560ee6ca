namespace Containerize.Explaining;

/// <summary>Looks for what an image could do without: files that are there twice, that nobody sees, that may not be meant for it.</summary>
internal static class Findings
{
    /// <summary>Bytes. Many small files are alike, and little would be saved.</summary>
    private const long SmallestDuplicate = 4096;

    /// <param name="layers">Lowest first.</param>
    public static IReadOnlyList<Finding> Find(IReadOnlyList<ExplainedLayer> layers)
    {
        var tree = FileTree.Create(layers);
        var visible = tree.Visible.ToArray();
        return [.. FindSuspicious(layers, visible), .. FindHidden(layers, tree), .. FindDuplicates(layers, visible)];
    }

    private static ExplainedFile At(IReadOnlyList<ExplainedLayer> layers, FilePlace place) => layers[place.Layer].Files![place.Index];

    private static IEnumerable<Finding> FindDuplicates(IReadOnlyList<ExplainedLayer> layers, IReadOnlyList<FilePlace> visible)
        => visible
            .Where(place => At(layers, place) is { LinkTarget: null, Size: >= SmallestDuplicate })
            .GroupBy(place => At(layers, place).Size)
            .Where(alike => alike.Skip(1).Any())
            .SelectMany(alike => alike
                .Select(place => (Place: place, Hash: ContentHash.Of(At(layers, place))))
                .Where(read => read.Hash is not null)
                .GroupBy(read => read.Hash)
                .Where(same => same.Skip(1).Any())
                .Select(same => new Finding(
                    Finding.Duplicate,
                    $"{Counted.Of(same.Count(), "file")} with the same content",
                    alike.Key * (same.Count() - 1),
                    [.. same.Select(read => read.Place)])))
            .OrderByDescending(finding => finding.Size)
            .ThenBy(finding => At(layers, finding.Files[0]).Path, StringComparer.Ordinal);

    private static IEnumerable<Finding> FindHidden(IReadOnlyList<ExplainedLayer> layers, FileTree tree)
        => tree.Hidden.GroupBy(hidden => hidden.By).OrderBy(group => group.Key).Select(group => new Finding(
            "hidden",
            $"Layer {group.Key + 1} replaces or removes {Counted.Of(group.Count(), "file")} of lower layers, which are pulled nevertheless",
            group.Sum(hidden => At(layers, hidden.File).Size),
            [.. group.Select(hidden => hidden.File)]));

    private static IEnumerable<Finding> FindSuspicious(IReadOnlyList<ExplainedLayer> layers, IReadOnlyList<FilePlace> visible)
        => visible
            .Select(place => (Place: place, Suspicion: Suspicion.Of(At(layers, place))))
            .Where(found => found.Suspicion is not null)
            .GroupBy(found => found.Suspicion!)
            .OrderBy(group => group.Key.Rank)
            .Select(group => new Finding(
                group.Key.Kind, group.Key.Title, group.Sum(found => At(layers, found.Place).Size), [.. group.Select(found => found.Place)]));
}
