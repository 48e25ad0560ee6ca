using System.Diagnostics;
using Containerize.Diagnostics;

namespace Containerize.Describing;

/// <summary>What a container of the image runs, as the .NET SDK's properties describe it.</summary>
internal sealed record CommandLine
{
    /// <summary>Starts the app: ContainerAppCommand, or what the project's kind implies.</summary>
    public IReadOnlyList<string> AppCommand { get; init; } = [];

    public IReadOnlyList<string> AppCommandArgs { get; init; } = [];

    /// <summary>Null to let the other values decide.</summary>
    public AppCommandInstruction? Instruction { get; init; }

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> EntrypointArgs { get; init; } = [];

    public IReadOnlyList<string> DefaultArgs { get; init; } = [];

    /// <summary>The image's Entrypoint and Cmd.</summary>
    /// <param name="baseEntrypoint">What the base image runs; kept when the app's command becomes its arguments.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidEntrypoint"/>.</exception>
    public (IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Command) Resolve(IReadOnlyList<string> baseEntrypoint)
    {
        Require(AppCommandArgs.Count == 0 || AppCommand.Count > 0, "ContainerAppCommandArgs are set without a ContainerAppCommand");

        // Projects from before ContainerAppCommand used ContainerEntrypointArgs for what is ContainerDefaultArgs today.
        if (Instruction is null && Entrypoint.Count == 0 && EntrypointArgs.Count > 0 && AppCommandArgs.Count == 0 && DefaultArgs.Count == 0)
        {
            return (AppCommand, EntrypointArgs);
        }

        Require(EntrypointArgs.Count == 0 || Entrypoint.Count > 0, "ContainerEntrypointArgs are set without a ContainerEntrypoint");
        switch (Instruction ?? (Entrypoint.Count > 0 ? AppCommandInstruction.DefaultArgs : AppCommandInstruction.Entrypoint))
        {
            case AppCommandInstruction.Entrypoint:
                Require(Entrypoint.Count == 0, "ContainerEntrypoint is set, and ContainerAppCommandInstruction makes the app's command the entrypoint as well");
                return ([.. AppCommand, .. AppCommandArgs], DefaultArgs);
            case AppCommandInstruction.DefaultArgs:
                return (Entrypoint.Count > 0 ? [.. Entrypoint, .. EntrypointArgs] : baseEntrypoint, [.. AppCommand, .. AppCommandArgs, .. DefaultArgs]);
            case AppCommandInstruction.None:
                Require(AppCommand.Count == 0, "ContainerAppCommandInstruction is None, which leaves the app's command out, and there is a "
                    + "ContainerAppCommand");
                return (Entrypoint.Count > 0 ? [.. Entrypoint, .. EntrypointArgs] : baseEntrypoint, DefaultArgs);
            default:
                throw new UnreachableException();
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidEntrypoint,
                $"Composing the image's command: {otherwise}. See docs/properties.md for how these properties work together.");
        }
    }
}
