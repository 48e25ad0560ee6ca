using System.Numerics;

namespace Containerize.Layering;

/// <summary>
/// Deals packages out to a few layers, so that a bumped package takes little else with it. Packages of one family (Serilog.*,
/// Microsoft.Extensions.*) stay together, since they are bumped together; the families go, largest first, each into the layer that is
/// smallest so far. Sizes count by their power of two only: what grows by a few percent stays where it is, and with it everything else.
/// docs/layering.md has the measurements.
/// </summary>
internal static class PackageGroups
{
    /// <summary>Bytes, before compression. Fewer stay in one layer, since each costs a request in every pull.</summary>
    internal const long WorthDealing = 4 * 1024 * 1024;

    /// <param name="packages">Files whose origin is a package.</param>
    /// <param name="most">How many groups there may be.</param>
    /// <returns>The class for each family of packages.</returns>
    public static IReadOnlyDictionary<string, LayerClass> Deal(IEnumerable<PublishedFile> packages, int most)
    {
        var families = packages
            .GroupBy(file => FamilyOf(((FileOrigin.Package)file.Origin).Id), StringComparer.OrdinalIgnoreCase)
            .Select(family => (Name: family.Key, Weight: PowerOfTwo(family.Sum(file => file.Size))))
            .OrderByDescending(family => family.Weight)
            .ThenBy(family => family.Name, StringComparer.OrdinalIgnoreCase);
        var groups = Enumerable.Range(0, most).Select(_ => new Group()).ToArray();
        foreach (var (name, weight) in families)
        {
            groups.MinBy(group => group.Weight)!.Add(name, weight);
        }

        return groups
            .SelectMany(group => group.Families.Select(family => KeyValuePair.Create(family, group.ToClass())))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The first part of a package's id; the first two where the first says too little.</summary>
    public static string FamilyOf(string packageId)
    {
        var parts = packageId.Split('.');
        return parts.Length > 1 && parts[0].ToUpperInvariant() is "MICROSOFT" or "SYSTEM" ? $"{parts[0]}.{parts[1]}" : parts[0];
    }

    private static long PowerOfTwo(long size) => 1L << BitOperations.Log2((ulong)Math.Max(size, 1) * 3 / 2);

    private sealed class Group
    {
        private const int MostNames = 3;

        public List<string> Families { get; } = [];

        public long Weight { get; private set; }

        public void Add(string family, long weight)
        {
            Families.Add(family);
            Weight += weight;
        }

        public LayerClass ToClass()
        {
            var more = Families.Count > MostNames ? $" and {Families.Count - MostNames} more" : string.Empty;
            return LayerClass.Packages with { Meaning = $"{LayerClass.Packages.Meaning} of {string.Join(", ", Families.Take(MostNames))}{more}" };
        }
    }
}
