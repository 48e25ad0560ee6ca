using Containerize.Diagnostics;

namespace Containerize.Engines;

/// <summary>An engine that somebody asks for.</summary>
/// <param name="Name">Its name, or the absolute path of a program.</param>
/// <param name="By">What names it, for errors: <c>LocalRegistry</c>.</param>
internal sealed record NamedEngine(string Name, string By)
{
    /// <returns>The name of its program, to be looked for, or the path.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>: there is no such engine.</exception>
    public string FindProgram() => Path.IsPathFullyQualified(Name)
        ? Name
        : EngineKind.FindProgram(Name) ?? throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading {By}: '{Excerpt.Of(Name)}' is not an engine. Use {string.Join(", ", EngineKind.AllNames)}, or the path of a program that takes docker's "
                + "commands, or leave it empty to take the first of docker and podman that answers.");
}
