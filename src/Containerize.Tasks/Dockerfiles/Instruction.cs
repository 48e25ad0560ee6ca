namespace Containerize.Dockerfiles;

/// <summary>One line of a stage, as data; <see cref="DockerfileWriter"/> makes the text (Dockerfile reference, docs.docker.com/reference/dockerfile).</summary>
internal abstract record Instruction
{
    private Instruction()
    {
    }

    /// <summary>A value that <c>docker build --build-arg</c> can give.</summary>
    /// <param name="Value">Null: none unless given, or in a stage, the one that the builder or the head of the file has.</param>
    internal sealed record Arg(string Name, string? Value = null) : Instruction;

    /// <param name="Sources">
    /// Paths below the build context or, with <paramref name="From"/>, absolute ones in that stage; a folder ends in <c>/</c> and means what is in it.
    /// </param>
    /// <param name="Destination">Ends in <c>/</c> where it is a folder.</param>
    /// <param name="From">A stage's name.</param>
    /// <param name="Owner">Whose the copies are; null: root's. May be a variable of the base image.</param>
    internal sealed record Copy(IReadOnlyList<string> Sources, string Destination, string? From = null, string? Owner = null) : Instruction;

    /// <param name="Commands">Shell commands, each done only if the one before succeeded.</param>
    internal sealed record Run(IReadOnlyList<string> Commands) : Instruction
    {
        public IReadOnlyList<Mount> Mounts { get; init; } = [];
    }

    internal sealed record WorkingDirectory(string Path) : Instruction;

    internal sealed record Env(string Name, string Value) : Instruction;

    /// <param name="Port">For example <c>8080/tcp</c>; may be a variable of the base image.</param>
    internal sealed record Expose(string Port) : Instruction;

    internal sealed record Volume(string Path) : Instruction;

    internal sealed record Label(string Name, string Value) : Instruction;

    /// <param name="Argument">The ARG above that holds the value.</param>
    internal sealed record LabelOfArgument(string Name, string Argument) : Instruction;

    /// <param name="Name">A name or number; may be a variable of the base image.</param>
    internal sealed record User(string Name) : Instruction;

    internal sealed record StopSignal(string Signal) : Instruction;

    /// <param name="Command">In exec form; empty: the base's check is turned off.</param>
    internal sealed record HealthCheck(IReadOnlyList<string> Command) : Instruction
    {
        /// <summary>For example <c>--interval=30s</c>.</summary>
        public IReadOnlyList<string> Options { get; init; } = [];
    }

    /// <param name="Command">In exec form, so that signals reach the app.</param>
    internal sealed record Entrypoint(IReadOnlyList<string> Command) : Instruction;

    /// <param name="Command">In exec form.</param>
    internal sealed record Cmd(IReadOnlyList<string> Command) : Instruction;

    internal sealed record Comment(string Text) : Instruction;

    /// <summary>A place where lines that the user wrote stay when the file is written again.</summary>
    internal sealed record Region(string Name) : Instruction;
}
