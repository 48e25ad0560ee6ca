namespace Containerize.Dockerfiles;

/// <param name="Image">A reference, or the name of a stage above.</param>
/// <param name="Platform">For example <c>$BUILDPLATFORM</c>; null: the one that is built for.</param>
internal sealed record Stage(string Name, string Image, IReadOnlyList<Instruction> Instructions, string? Platform = null);
