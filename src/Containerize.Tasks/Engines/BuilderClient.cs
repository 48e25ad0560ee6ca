using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>
/// A builder of Dockerfiles, through its own command line: <c>docker</c> knows its contexts and remote builders, <c>buildah</c> its isolation.
/// </summary>
internal sealed class BuilderClient
{
    private const int LinesInError = 6;

    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    /// <summary>Docker before 23 builds with BuildKit only if asked to, and the others do so anyway.</summary>
    private static readonly Dictionary<string, string> BuildKit = new(StringComparer.Ordinal) { ["DOCKER_BUILDKIT"] = "1" };

    private readonly BuilderKind kind;
    private readonly string path;
    private readonly IPublishLog log;

    private BuilderClient(BuilderKind kind, HostEnvironment host, IPublishLog log)
    {
        this.kind = kind;
        path = InstalledProgram.Find(kind.Program, host) ?? kind.Program;
        this.log = log;
    }

    /// <summary><c>docker</c> or <c>buildah</c>.</summary>
    public string Program => kind.Program;

    /// <param name="text">The property ContainerizeBuilder.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static BuilderClient Create(string? text, HostEnvironment host, IPublishLog log) => text?.ToUpperInvariant() switch
    {
        "DOCKER" => new BuilderClient(BuilderKind.Docker, host, log),
        "BUILDAH" => new BuilderClient(BuilderKind.Buildah, host, log),
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeBuilder: '{Excerpt.Of(text)}' is no builder. Use docker or buildah, or leave it empty to have the image made without one."),
    };

    /// <param name="dockerfile">Absolute path.</param>
    /// <param name="context">Absolute path.</param>
    /// <param name="name">For the image, until it is taken from the builder.</param>
    /// <param name="options">More arguments; they come last, so that a user's win.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BuilderFailed"/>.</exception>
    public Task BuildAsync(string dockerfile, string context, string name, IEnumerable<string> options, CancellationToken cancellationToken)
        => RunAsync($"Building {dockerfile}", [.. kind.Build, "-f", dockerfile, "-t", name, .. options, context], context, cancellationToken);

    /// <summary>Writes a built image to a tar of docker's format.</summary>
    /// <param name="archive">Absolute path.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BuilderFailed"/>.</exception>
    public Task SaveAsync(string name, string archive, CancellationToken cancellationToken)
        => RunAsync("Taking the image", kind.Save(name, archive), null, cancellationToken);

    /// <summary>Lets the builder forget the name, where that costs nothing of its cache. Not being able to is no reason to fail.</summary>
    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        if (kind.Forget is not { } forget)
        {
            return;
        }

        try
        {
            await RunAsync("Removing the name", forget(name), null, cancellationToken);
        }
        catch (ContainerizeException e)
        {
            log.Detail(e.Message);
        }
    }

    private async Task RunAsync(string doing, IReadOnlyList<string> arguments, string? workingDirectory, CancellationToken cancellationToken)
    {
        ProgramResult? result;
        try
        {
            var call = new ProgramCall(path, arguments, Limit) { WorkingDirectory = workingDirectory, Environment = BuildKit, OnErrorLine = log.Detail };
            result = await ProgramRunner.RunAsync(call, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new ContainerizeException(ErrorCodes.BuilderFailed, $"{doing} with {Program}: {e.Message}.", e);
        }

        if (result is null)
        {
            throw new ContainerizeException(
                ErrorCodes.BuilderFailed,
                $"{doing} with {Program}: it is not installed. Install it, or leave ContainerizeBuilder empty to have the image made without a builder.");
        }

        if (!result.Succeeded)
        {
            log.Detail(result.Output);
            throw new ContainerizeException(ErrorCodes.BuilderFailed, $"{doing} with {Program} failed: {Excerpt.Of(TakeLastLines(result), 600)}");
        }
    }

    /// <summary>buildah tells what its steps printed on standard output, and what went wrong after it on standard error.</summary>
    private static string TakeLastLines(ProgramResult result)
    {
        var lines = (result.Output + "\n" + result.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Any(char.IsLetter)).ToArray();
        var errors = lines.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).TakeLast(LinesInError).ToArray();
        return string.Join(" | ", errors.Length > 0 ? errors : lines.TakeLast(LinesInError));
    }
}
