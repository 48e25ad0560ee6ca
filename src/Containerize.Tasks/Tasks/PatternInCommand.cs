namespace Containerize.Tasks;

/// <summary>A word of a command that a project file has and the command has not.</summary>
/// <param name="IsCertain">Nothing in the file makes the item depend on a condition.</param>
internal sealed record PatternInCommand(string Message, bool IsCertain);
