using Containerize.Diagnostics;

namespace Containerize.Tasks;

/// <summary>
/// Reads a property that holds a list, whatever way it took here: semicolons, commas and line ends are between its parts, and so is a semicolon
/// that was escaped once too often; white space is around them. Quotes that a shell left around the list or a part of it are no part of a value.
/// </summary>
internal static class ListText
{
    /// <summary>Those of shells, and those that word processors make of them.</summary>
    private static readonly string[] QuotePairs = ["\"", "'", "`", "\u201c\u201d", "\u2018\u2019"];

    private static readonly char[] Quotes = string.Concat(QuotePairs).ToCharArray();

    /// <param name="property">For messages.</param>
    /// <returns>Each part once, in the order in which they are written.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidList"/>: what is left of a quote says that a part may be missing.</exception>
    public static string[] Read(string? text, string property)
    {
        var plain = (text ?? string.Empty)
            .Replace("%3B", ";", StringComparison.OrdinalIgnoreCase)
            .Replace("%2C", ",", StringComparison.OrdinalIgnoreCase)
            .Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("\\'", "'", StringComparison.Ordinal);
        RequireBalance(plain, text, property);
        return
        [
            .. plain.Split([';', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(part => part.Trim(Quotes).Trim())
                .Where(part => part.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Arguments of a program, which may hold commas, blanks and quotes: between them are semicolons and line ends only.</summary>
    public static string[] ReadArguments(string? text)
        => (text ?? string.Empty).Split([';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A shell that took a quote for the end of an argument cut the list there; what is left looks whole.</summary>
    private static void RequireBalance(string plain, string? text, string property)
    {
        if (QuotePairs.Any(pair => plain.Count(pair.Contains) % 2 != 0))
        {
            throw Cut(text, property);
        }
    }

    public static ContainerizeException Cut(string? text, string property)
        => new(
            ErrorCodes.InvalidList,
            $"Reading {property}: '{Excerpt.Of(text)}' has a quote on one side only, so the shell may have cut the list in two. "
                + $"Write it without quotes, and %3B for each semicolon: -p:{property}=one%3Btwo.");
}
