using System.Globalization;
using System.Text.RegularExpressions;

namespace Containerize.BaseImages;

/// <summary>A semantic version (2.0.0) as far as tags depend on it: three numbers and the prerelease labels. Build metadata is dropped.</summary>
internal sealed partial record InferenceVersion(int Major, int Minor, int Patch, string[] Labels)
{
    public string MajorMinor => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    public bool IsPrerelease => Labels.Length > 0;

    /// <returns>Null when the text is no semantic version.</returns>
    public static InferenceVersion? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success && Number("major") is { } major && Number("minor") is { } minor && Number("patch") is { } patch
            ? new InferenceVersion(major, minor, patch, match.Groups["labels"] is { Success: true } labels ? labels.Value.Split('.') : [])
            : null;

        int? Number(string group)
            => int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Whether this comes at or after the stable release of that number; its own prereleases come before it.</summary>
    public bool IsAtLeast(int major, int minor, int patch)
        => (Major, Minor, Patch).CompareTo((major, minor, patch)) switch
        {
            0 => !IsPrerelease,
            var order => order > 0,
        };

    /// <summary>Precedence by the rules of semver.org (2.0.0, 11): a prerelease comes before its release.</summary>
    public int OrderAgainst(InferenceVersion other)
    {
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (numbers != 0 || (IsPrerelease != other.IsPrerelease))
        {
            return numbers != 0 ? numbers : IsPrerelease ? -1 : 1;
        }

        for (var i = 0; i < Math.Min(Labels.Length, other.Labels.Length); i++)
        {
            var order = CompareLabels(Labels[i], other.Labels[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return Labels.Length.CompareTo(other.Labels.Length);
    }

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{(IsPrerelease ? "-" + string.Join('.', Labels) : string.Empty)}");

    private static int CompareLabels(string one, string other)
        => (long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var number),
            long.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var otherNumber)) switch
        {
            (true, true) => number.CompareTo(otherNumber),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(one, other),
        };

    [GeneratedRegex(
        @"^(?<major>[0-9]+)\.(?<minor>[0-9]+)\.(?<patch>[0-9]+)(-(?<labels>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+[0-9A-Za-z.-]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
