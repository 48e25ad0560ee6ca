using System.Text.RegularExpressions;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Tasks;

/// <summary>Reads how the site of a container project is served.</summary>
internal static partial class SiteReader
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/> or <see cref="ErrorCodes.InvalidList"/>.</exception>
    public static SiteSettings Read(ImageProperties properties)
    {
        var faults = new Faults();
        var fallback = faults.Read(() => properties["SiteFallback"] is { } text ? ReadPath(text, "ContainerSiteFallback", "index.html") : null, null);
        var immutable = faults.Read(() => ListText.Read(properties["SiteImmutable"], "ContainerSiteImmutable"), []);
        var folders = faults.ReadEach(immutable, text => ReadPath(text, "ContainerSiteImmutable", "assets"));
        faults.Throw();
        return new SiteSettings(properties.Required("SiteFolder"), fallback, folders);
    }

    /// <summary>Both stand in the server's configuration, where a quote or a brace would mean something.</summary>
    private static string ReadPath(string text, string property, string example)
    {
        var path = PathText.ToSlashes(text).Trim('/');
        return PlainPath().IsMatch(path) && !path.Split('/').Contains("..", StringComparer.Ordinal)
            ? path
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading {property}: '{Excerpt.Of(text)}' is no path below the site of letters, digits and ._-/. Write it as in {example}.");
    }

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)*$")]
    private static partial Regex PlainPath();
}
