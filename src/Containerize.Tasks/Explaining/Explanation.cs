namespace Containerize.Explaining;

/// <summary>What a report shows.</summary>
/// <param name="Title">What the image is called, or the project.</param>
/// <param name="State">Whether the image exists: a sentence.</param>
/// <param name="Command">What one types to get the same again.</param>
/// <param name="Images">One for each platform; at least one.</param>
internal sealed record Explanation(string Title, string State, string Command, IReadOnlyList<ExplainedImage> Images)
{
    /// <summary>Names that lead to the image.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}
