using Containerize.Diagnostics;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Items that are a name, with the metadata Value.</summary>
internal static class ItemPairs
{
    /// <param name="check">Is given name and value, and throws if one of them is not valid.</param>
    /// <returns>By name, so that the order of imports does not show; the last of a name wins, as with properties.</returns>
    /// <exception cref="ContainerizeException">What the check throws.</exception>
    public static KeyValuePair<string, string>[] Read(IEnumerable<ITaskItem> written, Action<string, string> check)
    {
        var faults = new Faults();
        var pairs = new SortedList<string, string>(StringComparer.Ordinal);
        foreach (var item in written)
        {
            var value = item.GetMetadata("Value");
            faults.Try(() => check(item.ItemSpec, value));
            pairs[item.ItemSpec] = value;
        }

        faults.Throw();
        return [.. pairs];
    }
}
