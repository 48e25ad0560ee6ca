namespace Containerize.Diagnostics.Wording;

/// <summary>Foreign text made fit for one line of a log.</summary>
internal static class Excerpt
{
    /// <summary>At most <paramref name="length"/> characters, control characters as spaces.</summary>
    public static string Of(string? text, int length = 200)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var cut = text.Length <= length ? text : string.Concat(text.AsSpan(0, length), "…");
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        }).Trim();
    }
}
