using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Destinations;

/// <summary>A container engine on this machine, through its own command line, which knows its contexts, sockets and logins.</summary>
internal sealed class EngineClient
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(30);

    private EngineClient(string program) => Program = program;

    /// <summary><c>docker</c> or <c>podman</c>.</summary>
    public string Program { get; }

    /// <summary>The first engine that answers; null when none does.</summary>
    /// <param name="wanted">The property LocalRegistry: empty for either, or one engine's name.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>, or <see cref="ErrorCodes.EngineNotFound"/> when a named one does not answer.</exception>
    public static async Task<EngineClient?> FindAsync(string? wanted, IPublishLog log, CancellationToken cancellationToken)
    {
        string[] candidates = wanted?.ToUpperInvariant() switch
        {
            null or "" => ["docker", "podman"],
            "DOCKER" => ["docker"],
            "PODMAN" => ["podman"],
            _ => throw new ContainerizeException(ErrorCodes.InvalidOption, $"Reading LocalRegistry: '{Excerpt.Of(wanted)}' is not an engine. Use Docker or Podman, or leave it empty to take the first that answers."),
        };
        var silence = string.Empty;
        foreach (var program in candidates)
        {
            silence = await AskAsync(program, cancellationToken);
            if (silence.Length == 0)
            {
                return new EngineClient(program);
            }

            log.Detail($"{program} does not answer: {silence}");
        }

        return string.IsNullOrEmpty(wanted)
            ? null
            : throw new ContainerizeException(ErrorCodes.EngineNotFound, $"Looking for the engine that LocalRegistry names: {candidates[0]} does not answer: {silence}. Start it, or set ContainerRegistry or ContainerArchiveOutputPath instead.");
    }

    /// <summary>The id under which the engine has an image of this name; null when it has none.</summary>
    public async Task<string?> ImageIdAsync(string reference, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["image", "inspect", "--format", "{{.Id}}", reference], null, AnswerLimit, cancellationToken);
        return result is { Succeeded: true } ? result.Output.Trim() : null;
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.EngineRefused"/>.</exception>
    public async Task LoadAsync(Func<Stream, CancellationToken, Task> writeArchive, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["load"], writeArchive, LoadLimit, cancellationToken);
        if (result is not { Succeeded: true, InputTaken: true })
        {
            throw new ContainerizeException(
                ErrorCodes.EngineRefused,
                $"Loading the image into {Program}: {Excerpt.Of(result?.LastErrorLine ?? "the program is gone").TrimEnd('.')}.");
        }
    }

    /// <summary>Empty when the engine answers; else why not.</summary>
    private static async Task<string> AskAsync(string program, CancellationToken cancellationToken)
    {
        try
        {
            // podman needs no server; both print the version of what would do the work.
            string[] question = program == "docker" ? ["version", "--format", "{{.Server.Version}}"] : ["version", "--format", "{{.Version}}"];
            var result = await ProgramRunner.RunAsync(program, question, feed: null, workingDirectory: null, AnswerLimit, cancellationToken);
            return result switch
            {
                null => "it is not installed",
                { Succeeded: true } => string.Empty,
                _ => Excerpt.Of(result.LastErrorLine).TrimEnd('.', '?'),
            };
        }
        catch (TimeoutException e)
        {
            return e.Message;
        }
    }

    private async Task<ProgramResult?> RunAsync(
        IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task>? feed, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await ProgramRunner.RunAsync(Program, arguments, feed, workingDirectory: null, limit, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new ContainerizeException(ErrorCodes.EngineRefused, $"Talking to {Program}: {e.Message}.", e);
        }
    }
}
