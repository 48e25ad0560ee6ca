namespace Containerize.Explaining;

/// <summary>What a bump or an edit would have sent anew: a layer is sent whole, however little of it changed.</summary>
internal static class Resends
{
    /// <summary>The most that is worth a line each.</summary>
    private const int Most = 500;

    /// <returns>The largest first.</returns>
    public static IReadOnlyList<Resend> Find(IReadOnlyList<ExplainedLayer> layers)
    {
        var owners = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        for (var i = 0; i < layers.Count; i++)
        {
            var own = layers[i].Class == Reporting.LayerReport.BaseClass ? ["the base image"]
                : layers[i].Files?.Select(file => file.Owner ?? NameOf(layers[i], i)).Distinct(StringComparer.Ordinal) ?? [NameOf(layers[i], i)];
            foreach (var owner in own)
            {
                (owners.TryGetValue(owner, out var found) ? found : owners[owner] = []).Add(i);
            }
        }

        return
        [
            .. owners.Select(owner => Create(owner.Key, AndAbove(layers, owner.Value), layers))
                .OrderByDescending(resend => resend.Bytes)
                .ThenBy(resend => resend.What, StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    private static string NameOf(ExplainedLayer layer, int index) => layer.Class.Length > 0 ? $"layer {layer.Class}" : $"layer {index + 1}";

    private static Resend Create(string what, IReadOnlyList<int> changed, IReadOnlyList<ExplainedLayer> layers)
        => new(what, changed, changed.Sum(i => layers[i].Blob?.Size ?? layers[i].Size), changed.All(i => layers[i].Blob is not null));

    /// <summary>A builder makes all layers anew above one that changed. Ours stay as they are.</summary>
    private static IReadOnlyList<int> AndAbove(IReadOnlyList<ExplainedLayer> layers, SortedSet<int> changed)
        => [.. Enumerable.Range(0, layers.Count).Where(i => changed.Contains(i) || (i > changed.Min && !layers[i].IsIndependent))];
}
