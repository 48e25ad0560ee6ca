using System.Numerics;
using Containerize.Host.Files;

namespace Containerize.Layering;

/// <summary>
/// Deals packages out to a few layers, so that a bumped package takes little else with it. Packages of one family (Serilog.*,
/// Microsoft.Extensions.*) stay together, since they are bumped together. The largest families have a layer each; the others share a few,
/// by a hash of their name, so that what comes, goes or grows moves nobody from one shared layer to another. Which are the largest is told
/// by sizes rounded to a power of two: what grows by a few percent keeps its place. docs/layering.md has the measurements.
/// </summary>
internal static class PackageGroups
{
    /// <summary>Bytes, before compression. Fewer stay in one layer: each costs three requests in a first push, which a few bumps should repay.</summary>
    internal const long WorthDealing = 4 * 1024 * 1024;

    /// <summary>In what a layer says of itself.</summary>
    private const int MostNames = 3;

    /// <param name="packages">Files whose origin is a package.</param>
    /// <param name="most">How many groups there may be.</param>
    /// <returns>The class for each family of packages.</returns>
    public static IReadOnlyDictionary<string, LayerClass> Deal(IEnumerable<PublishedFile> packages, int most)
    {
        Family[] families =
        [
            .. packages
                .GroupBy(file => FamilyOf(((FileOrigin.Package)file.Origin).Id), StringComparer.OrdinalIgnoreCase)
                .Select(family => new Family(family.Key, PowerOfTwo(PublishedFile.SizeOf(family)))),
        ];
        Array.Sort(families, Family.Compare);
        var alone = most * 3 / 5;
        var groups = new List<string>[most];
        for (var i = 0; i < families.Length; i++)
        {
            var name = families[i].Name;
            var group = i < alone ? i : alone + (int)(PathHash.Of(name.ToUpperInvariant()) % (uint)(most - alone));
            (groups[group] ??= []).Add(name);
        }

        var classes = new Dictionary<string, LayerClass>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups.OfType<List<string>>())
        {
            var its = ClassOf(group);
            group.ForEach(name => classes.Add(name, its));
        }

        return classes;
    }

    /// <summary>The first part of a package's id; the first two where the first says too little.</summary>
    public static string FamilyOf(string packageId)
    {
        var parts = packageId.Split('.');
        return parts.Length > 1 && parts[0].ToUpperInvariant() is "MICROSOFT" or "SYSTEM" ? $"{parts[0]}.{parts[1]}" : parts[0];
    }

    private static long PowerOfTwo(long size) => 1L << BitOperations.Log2((ulong)Math.Max(size, 1) * 3 / 2);

    private static LayerClass ClassOf(List<string> families)
    {
        var more = families.Count > MostNames ? $" and {families.Count - MostNames} more" : string.Empty;
        return LayerClass.Packages with { Meaning = $"{LayerClass.Packages.Meaning} of {string.Join(", ", families.Take(MostNames))}{more}" };
    }

    private sealed record Family(string Name, long Weight)
    {
        /// <summary>The largest first.</summary>
        public static int Compare(Family one, Family other)
            => one.Weight == other.Weight ? StringComparer.OrdinalIgnoreCase.Compare(one.Name, other.Name) : other.Weight.CompareTo(one.Weight);
    }
}
