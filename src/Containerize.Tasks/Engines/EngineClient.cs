using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>A container engine on this machine, through its own command line, which knows its contexts, sockets and logins.</summary>
internal sealed class EngineClient
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(30);

    private readonly string program;

    private EngineClient(string name, string program, EngineKind kind)
    {
        Name = name;
        this.program = program;
        Kind = kind;
    }

    /// <summary>What its users type: <c>docker</c>.</summary>
    public string Name { get; }

    public EngineKind Kind { get; }

    /// <summary>The first engine that answers; null when none does.</summary>
    /// <param name="wanted">Null for docker or podman.</param>
    /// <param name="answers">Of those that were asked before.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.InvalidOption"/>, or <see cref="ErrorCodes.EngineNotFound"/> when a named one does not answer.
    /// </exception>
    public static async Task<EngineClient?> FindAsync(
        NamedEngine? wanted, EngineAnswers answers, HostEnvironment host, IPublishLog log, CancellationToken cancellationToken)
    {
        if (wanted is not null)
        {
            var named = wanted.FindProgram();
            var answer = await answers.AskAsync(named, host, cancellationToken);
            return answer.IsThere
                ? new EngineClient(Path.GetFileNameWithoutExtension(named), answer.Program, answer.Kind)
                : throw new ContainerizeException(
                    ErrorCodes.EngineNotFound,
                    $"Looking for the engine that {wanted.By} names: {named} does not answer: {answer.FailureSentence} {Remedy(answer)}");
        }

        var docker = await AskAsync("docker");
        if (docker.IsThere)
        {
            return new EngineClient("docker", docker.Program, docker.Kind);
        }

        var podman = await AskAsync("podman");
        if (!podman.IsThere)
        {
            return null;
        }

        if (docker.Program is not null)
        {
            log.Warn(
                ErrorCodes.OtherEngine,
                $"Choosing an engine for the image: docker is installed but does not answer, so the image goes to podman, where 'docker run' does not find it. "
                + $"docker says: {docker.FailureSentence} Start docker, or set LocalRegistry to Podman.");
        }

        return new EngineClient("podman", podman.Program, podman.Kind);

        async Task<EngineAnswer> AskAsync(string name)
        {
            var answer = await answers.AskAsync(name, host, cancellationToken);
            log.Detail(answer.IsThere ? $"{name} answers: {answer.Program}" : $"{name} does not answer: {answer.Failure}");
            return answer;
        }
    }

    /// <summary>Asks something that is answered at once. Null when the program is gone.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.EngineRefused"/>: it takes too long.</exception>
    public Task<ProgramResult?> AskAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
        => RunAsync(arguments, null, AnswerLimit, cancellationToken);

    /// <summary>Tries to have something done that may be refused. Null when the program is gone.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.EngineRefused"/>: it takes too long.</exception>
    public Task<ProgramResult?> TryAsync(IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task>? input, CancellationToken cancellationToken)
        => RunAsync(arguments, input, LoadLimit, cancellationToken);

    /// <summary>Has something done.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.EngineRefused"/>.</exception>
    public async Task DoAsync(IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task>? input, CancellationToken cancellationToken)
    {
        var result = await TryAsync(arguments, input, cancellationToken);
        if (result is not { Succeeded: true, InputTaken: true })
        {
            throw new ContainerizeException(
                ErrorCodes.EngineRefused,
                $"Loading the image into {Name}: {Excerpt.Of(result?.LastErrorLine ?? "the program is gone").TrimEnd('.')}.");
        }
    }

    private static string Remedy(EngineAnswer answer) => answer.Program is null
        ? "Install it, or set ContainerRegistry or ContainerArchiveOutputPath instead."
        : "Start it, or set ContainerRegistry or ContainerArchiveOutputPath instead.";

    private async Task<ProgramResult?> RunAsync(
        IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task>? input, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await ProgramRunner.RunAsync(new ProgramCall(program, arguments, limit) { Input = input }, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new ContainerizeException(ErrorCodes.EngineRefused, $"Talking to {Name}: {e.Message}.", e);
        }
    }
}
