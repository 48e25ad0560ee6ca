namespace Containerize.Explaining;

/// <summary>Something about files that somebody may want to change.</summary>
/// <param name="Kind">A word for programs: <c>duplicate</c>, <c>hidden</c>, <c>secret</c>, …</param>
/// <param name="Title">What it is: a sentence without its full stop.</param>
/// <param name="Size">Bytes that would be saved; 0 where that is not the point.</param>
/// <param name="Files">Layer and index of each file within it.</param>
internal sealed record Finding(string Kind, string Title, long Size, IReadOnlyList<FilePlace> Files)
{
    /// <summary>The kind of files that have the same content as others: each finding is of one content.</summary>
    public const string Duplicate = "duplicate";
}
