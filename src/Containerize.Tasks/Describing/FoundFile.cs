namespace Containerize.Describing;

/// <summary>A file below the publish directory, or a link there that is kept as one.</summary>
/// <param name="RelativePath">Below the publish directory, <c>/</c> between parts.</param>
/// <param name="Content">Where its bytes are.</param>
/// <param name="LinkTarget">Relative to its folder; null for a file.</param>
internal sealed record FoundFile(string RelativePath, FileInfo Content, string? LinkTarget = null);
