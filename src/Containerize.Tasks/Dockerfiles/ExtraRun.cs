namespace Containerize.Dockerfiles;

/// <summary>A command that the user adds (a ContainerRun item).</summary>
/// <param name="Command">For the shell of the stage's image.</param>
/// <param name="Stage"><c>restore</c>, <c>publish</c> or <c>final</c>.</param>
/// <param name="IsLate">Whether it comes after what the stage copies; else before, where it stays cached while the app changes.</param>
internal sealed record ExtraRun(string Command, string Stage, bool IsLate);
