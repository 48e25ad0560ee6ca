namespace Containerize.Dockerfiles;

/// <summary>A command that the user adds (a ContainerRun item).</summary>
/// <param name="Command">For the shell of the stage's image.</param>
/// <param name="IsLate">Whether it comes after what the stage copies; else before, where it stays cached while the app changes.</param>
internal sealed record ExtraRun(string Command, RunStage Stage, bool IsLate);
