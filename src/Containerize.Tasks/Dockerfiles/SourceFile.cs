namespace Containerize.Dockerfiles;

/// <param name="Path">Absolute.</param>
/// <param name="ItemType">Compile, Content, None …</param>
/// <param name="PublishedAs">The path below the publish directory, <c>/</c> between parts, for what a publish copies as it is; else null.</param>
/// <param name="Size">Bytes, of what is published.</param>
internal sealed record SourceFile(string Path, string ItemType, string? PublishedAs, long Size = 0)
{
    /// <summary>Whether somebody wrote down its very name, rather than a pattern that it fits.</summary>
    public bool IsNamed { get; init; }

    /// <summary>One that no item has, for example a key that a property names.</summary>
    public static SourceFile Named(string path) => new(path, string.Empty, null) { IsNamed = true };
}
