namespace Containerize.Destinations;

/// <summary>Where the image goes and what it is called there.</summary>
/// <param name="Registry">Part of the image's names; null where they have none.</param>
/// <param name="Repository">For example <c>acme/shop</c>.</param>
/// <param name="Tags">At least one.</param>
internal sealed record ImageTarget(ImagePlace Place, string? Registry, string Repository, IReadOnlyList<string> Tags)
{
    /// <summary>Names with tags, as people write them to an engine.</summary>
    public IReadOnlyList<string> Names => [.. Tags.Select(tag => Registry is null ? $"{Repository}:{tag}" : $"{Registry}/{Repository}:{tag}")];
}
