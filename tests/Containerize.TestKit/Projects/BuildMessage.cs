namespace Containerize.TestKit.Projects;

/// <summary>An error or a warning of a build.</summary>
/// <param name="Line">As printed, with its place and its project.</param>
public sealed record BuildMessage(string Code, string Text, string Line);
