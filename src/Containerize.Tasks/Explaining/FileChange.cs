namespace Containerize.Explaining;

/// <summary>A file that is not what it was.</summary>
/// <param name="Path">In the image.</param>
/// <param name="Before">Bytes; null where it was not there.</param>
/// <param name="After">Bytes; null where it is not there any more.</param>
internal sealed record FileChange(string Path, long? Before, long? After);
