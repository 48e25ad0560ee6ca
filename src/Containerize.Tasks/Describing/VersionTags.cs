using System.Globalization;
using System.Runtime.CompilerServices;
using Containerize.Diagnostics;
using Containerize.Oci;
using NuGet.Versioning;

namespace Containerize.Describing;

/// <summary>The tags that a version gives: its own, and those that move from one release to the next.</summary>
internal static class VersionTags
{
    /// <summary>
    /// 1.2.3 gives 1.2.3, 1.2, 1 and latest, and a fourth number one tag more. A prerelease gives its own only: who asks for 1.2 asks for a release.
    /// 0.2.3 gives no 0, since there each second number may break what was before (semver.org 2.0.0, 4). The + of build metadata becomes _, as helm push
    /// writes it: a hyphen would make a prerelease of it.
    /// </summary>
    /// <param name="text">A version as NuGet reads it, so that 1.2 is 1.2.0; null: there is none.</param>
    /// <returns>The longest first, each once.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidTag"/>.</exception>
    /// <remarks>NuGet's assembly is loaded with this method, so it must not become part of one that runs in every publish.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IReadOnlyList<string> Of(string? text)
    {
        if (!NuGetVersion.TryParse(text, out var version))
        {
            throw Invalid(text, "is not a version");
        }

        var own = version.ToFullString().Replace('+', '_');
        if (!ImageReference.IsTag(own))
        {
            throw Invalid(text, "is longer than a tag can be, which is 128 characters");
        }

        if (version.IsPrerelease)
        {
            return [own];
        }

        int[] numbers = [version.Major, version.Minor, version.Patch, version.Revision];
        var most = version.Revision > 0 ? 4 : 3;
        var least = version.Major > 0 ? 1 : 2;
        var shorter = Enumerable.Range(least, most - least + 1).Reverse()
            .Select(count => string.Join('.', numbers.Take(count).Select(number => number.ToString(CultureInfo.InvariantCulture))));
        return [.. shorter.Prepend(own).Append("latest").Distinct(StringComparer.Ordinal)];
    }

    private static ContainerizeException Invalid(string? text, string fault) => new(
        ErrorCodes.InvalidTag,
        $"Making tags of the version, as ContainerVersionTags says: '{Excerpt.Of(text)}' {fault}. Set Version (or ContainerVersion, which goes before it) "
            + "to one such as 1.2.3 or 1.2.3-beta.1, or drop ContainerVersionTags and name the tags in ContainerImageTags.");
}
