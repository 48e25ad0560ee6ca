namespace Containerize.Diagnostics.Wording;

/// <summary>Numbers of things as people read them.</summary>
internal static class Counted
{
    /// <summary>For example <c>1 file</c>, <c>0 files</c>, <c>27 files</c>.</summary>
    /// <param name="noun">In the singular, and regular.</param>
    public static string Of(long number, string noun) => $"{number} {noun}{(number == 1 ? string.Empty : "s")}";
}
