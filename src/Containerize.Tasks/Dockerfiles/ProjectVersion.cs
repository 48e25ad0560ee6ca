namespace Containerize.Dockerfiles;

/// <summary>What a tool made of a project's git history, as it is told to a builder, which has none.</summary>
/// <param name="Project">Path of the project file from the root of the sources, <c>/</c> between parts.</param>
/// <param name="Values">Properties that the tool or the compiler takes it from, by name.</param>
internal sealed record ProjectVersion(string Project, IReadOnlyList<KeyValuePair<string, string>> Values);
