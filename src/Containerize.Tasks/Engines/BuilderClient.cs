using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Engines;

/// <summary>A builder of Dockerfiles, through its own command line: <c>docker</c> knows its contexts and remote builders, <c>buildah</c> its isolation.</summary>
internal sealed class BuilderClient
{
    private const int LinesInError = 6;

    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    /// <summary>Docker before 23 builds with BuildKit only if asked to, and the others do so anyway.</summary>
    private static readonly Dictionary<string, string> BuildKit = new(StringComparer.Ordinal) { ["DOCKER_BUILDKIT"] = "1" };

    private readonly string path;
    private readonly IPublishLog log;

    private BuilderClient(string program, HostEnvironment host, IPublishLog log)
    {
        Program = program;
        path = InstalledProgram.Find(program, host) ?? program;
        this.log = log;
    }

    /// <summary><c>docker</c> or <c>buildah</c>.</summary>
    public string Program { get; }

    /// <param name="text">The property ContainerizeBuilder.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static BuilderClient Named(string? text, HostEnvironment host, IPublishLog log) => text?.ToUpperInvariant() switch
    {
        "DOCKER" => new BuilderClient("docker", host, log),
        "BUILDAH" => new BuilderClient("buildah", host, log),
        _ => throw new ContainerizeException(ErrorCodes.InvalidOption, $"Reading ContainerizeBuilder: '{Excerpt.Of(text)}' is no builder. Use docker or buildah, or leave it empty to have the image made without one."),
    };

    /// <param name="dockerfile">Absolute path.</param>
    /// <param name="context">Absolute path.</param>
    /// <param name="name">For the image, until it is taken from the builder.</param>
    /// <param name="options">More arguments; they come last, so that a user's win.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BuilderFailed"/>.</exception>
    public Task BuildAsync(string dockerfile, string context, string name, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        string[] verb = Program == "docker" ? ["build", "--progress=plain"] : ["bud", "--layers"];
        return RunAsync($"Building {dockerfile}", [.. verb, "-f", dockerfile, "-t", name, .. options, context], context, cancellationToken);
    }

    /// <summary>Writes a built image to a tar of docker's format.</summary>
    public Task SaveAsync(string name, string path, CancellationToken cancellationToken)
        => RunAsync("Taking the image", Program == "docker" ? ["save", "-o", path, name] : ["push", "--quiet", name, $"docker-archive:{path}:{name}"], null, cancellationToken);

    /// <summary>
    /// Lets docker forget the name; what BuildKit has cached stays. buildah's images are its cache, so there the name stays, for the next build to
    /// take over. Not being able to is no reason to fail.
    /// </summary>
    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        if (Program != "docker")
        {
            return;
        }

        try
        {
            await RunAsync("Removing the name", ["image", "rm", "--no-prune", name], null, cancellationToken);
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
            result = await ProgramRunner.RunAsync(path, arguments, feed: null, workingDirectory, Limit, cancellationToken, BuildKit, log.Detail);
        }
        catch (TimeoutException e)
        {
            throw new ContainerizeException(ErrorCodes.BuilderFailed, $"{doing} with {Program}: {e.Message}.", e);
        }

        if (result is null)
        {
            throw new ContainerizeException(ErrorCodes.BuilderFailed, $"{doing} with {Program}: it is not installed. Install it, or leave ContainerizeBuilder empty to have the image made without a builder.");
        }

        if (!result.Succeeded)
        {
            log.Detail(result.Output);
            throw new ContainerizeException(ErrorCodes.BuilderFailed, $"{doing} with {Program} failed: {Excerpt.Of(LastLines(result), 600)}");
        }
    }

    /// <summary>buildah tells what its steps printed on standard output, and what went wrong after it on standard error.</summary>
    private static string LastLines(ProgramResult result)
    {
        var lines = (result.Output + "\n" + result.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Any(char.IsLetter)).ToArray();
        var errors = lines.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).TakeLast(LinesInError).ToArray();
        return string.Join(" | ", errors.Length > 0 ? errors : lines.TakeLast(LinesInError));
    }
}
