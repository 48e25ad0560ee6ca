using System.IO.Enumeration;

namespace Containerize.Layering;

/// <summary>A user's wish (a ContainerLayer item): files that match go into the named class.</summary>
/// <param name="Class">A built-in class, or a new one with its rank.</param>
/// <param name="Patterns">Paths below the publish directory with <c>*</c> and <c>?</c>, which also match <c>/</c>.</param>
internal sealed record LayerRule(LayerClass Class, IReadOnlyList<string> Patterns)
{
    public bool Covers(string relativePath)
        => Patterns.Any(pattern => Matches(pattern, relativePath));

    /// <summary>What every path begins with that a pattern means.</summary>
    public static string FindBeginning(string pattern) => pattern.IndexOfAny(['*', '?']) is var end and >= 0 ? pattern[..end] : pattern;

    /// <summary>Whether a path below the publish directory is one that a pattern means.</summary>
    public static bool Matches(string pattern, string relativePath) => FileSystemName.MatchesSimpleExpression(pattern, relativePath, ignoreCase: false);
}
