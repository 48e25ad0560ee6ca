using System.Globalization;
using System.Text.RegularExpressions;

namespace Containerize.Composing;

/// <summary>Names of a service's volumes, made of what is mounted where: <c>shop-data</c> for <c>/data</c> of <c>shop</c>.</summary>
internal sealed partial class VolumeNaming(string service)
{
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    /// <param name="path">Absolute path in the container.</param>
    public string Next(string path)
    {
        var name = $"{service}-{Foreign().Replace(path.Trim('/'), "-").Trim('-')}".TrimEnd('-');
        var candidate = name;
        for (var i = 2; !used.Add(candidate); i++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        }

        return candidate;
    }

    /// <summary>compose-spec, schema: volumes.</summary>
    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Foreign();
}
