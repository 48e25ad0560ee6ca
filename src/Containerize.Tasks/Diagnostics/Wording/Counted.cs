namespace Containerize.Diagnostics.Wording;

/// <summary>Numbers of things as people read them.</summary>
internal static class Counted
{
    /// <summary>For example <c>1 file</c>, <c>0 files</c>, <c>27 files</c>.</summary>
    /// <param name="noun">In the singular, and regular.</param>
    public static string Of(long number, string noun) => $"{number} {noun}{(number == 1 ? string.Empty : "s")}";

    /// <summary>For example <c>a, b and 2 others</c>.</summary>
    /// <param name="most">How many are told by name.</param>
    public static string Names(IReadOnlyCollection<string> names, int most)
        => string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {Of(names.Count - most, "other")}" : string.Empty);
}
