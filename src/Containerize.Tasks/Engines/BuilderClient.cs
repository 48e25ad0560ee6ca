using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>
/// A builder of Dockerfiles, through its own command line: <c>docker</c> knows its contexts and remote builders, <c>buildah</c> its isolation,
/// <c>buildctl</c> its daemon.
/// </summary>
internal sealed class BuilderClient
{
    private const int LinesInError = 6;

    /// <summary>What BuildKit's clients say when steps of a build failed: somebody answered, then.</summary>
    private const string Solving = "failed to solve";

    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    /// <summary>buildx waits twenty seconds for a remote builder.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Docker before 23 builds with BuildKit only if asked to, and the others do so anyway. Attestations of buildx are of the image that it
    /// made, and what goes out is another.
    /// </summary>
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["DOCKER_BUILDKIT"] = "1",
        ["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1",
    };

    private readonly BuilderKind kind;
    private readonly string? path;
    private readonly IPublishLog log;

    private BuilderClient(BuilderKind kind, HostEnvironment host, IPublishLog log)
    {
        this.kind = kind;
        path = InstalledProgram.Find(kind.Program, host);
        this.log = log;
    }

    /// <summary>What messages call it: <c>docker</c>.</summary>
    public string Title => kind.Title;

    public bool BuildsSideBySide => kind.BuildsSideBySide;

    /// <param name="text">The property ContainerizeBuilder.</param>
    /// <param name="name">ContainerizeBuilderName: a builder of docker buildx.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static BuilderClient Create(string? text, string? name, HostEnvironment host, IPublishLog log)
    {
        var kind = text?.ToUpperInvariant() switch
        {
            "DOCKER" => string.IsNullOrEmpty(name) ? BuilderKind.Docker : BuildxBuilder.Create(name),
            "BUILDAH" => BuilderKind.Buildah,
            "BUILDCTL" => BuildctlBuilder.Kind,
            _ => throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading ContainerizeBuilder: '{Excerpt.Of(text)}' is no builder. Use docker, buildah or buildctl, or leave it empty to have the image made "
                    + "without one."),
        };
        return string.IsNullOrEmpty(name) || kind.Program == BuilderKind.Docker.Program
            ? new BuilderClient(kind, host, log)
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading ContainerizeBuilderName: '{Excerpt.Of(name)}' names a builder of docker buildx, and ContainerizeBuilder is {kind.Title}. Set that to "
                    + "docker, or leave the name empty.");
    }

    /// <summary>Builds, and writes the image to the file that was asked for.</summary>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.BuilderFailed"/>, <see cref="ErrorCodes.BuilderMissing"/> or <see cref="ErrorCodes.BuilderSilent"/>.
    /// </exception>
    public async Task BuildAsync(BuildCall call, CancellationToken cancellationToken)
    {
        var doing = $"Building {call.Dockerfile}";
        var built = await RunAsync(doing, kind.Build(call), Limit, call.Context, cancellationToken);
        if (!built.Succeeded)
        {
            throw await ExplainAsync(doing, call, built, cancellationToken) ?? Failed(doing, built);
        }

        if (kind.Save is not { } save)
        {
            return;
        }

        try
        {
            var saved = await RunAsync("Taking the image", save(call), Limit, null, cancellationToken);
            if (!saved.Succeeded)
            {
                throw Failed("Taking the image", saved, kind.WhyNotSaved);
            }
        }
        finally
        {
            await ForgetAsync(call);
        }
    }

    /// <summary>Lets the builder forget the name, where that costs nothing of its cache. Not being able to is no reason to fail.</summary>
    private async Task ForgetAsync(BuildCall call)
    {
        if (kind.Forget is not { } forget)
        {
            return;
        }

        try
        {
            var result = await RunAsync("Removing the name", forget(call), Limit, null, CancellationToken.None);
            if (!result.Succeeded)
            {
                log.Detail(result.Error);
            }
        }
        catch (ContainerizeException e)
        {
            log.Detail(e.Message);
        }
    }

    /// <summary>Of a build that failed: whether there is a builder at all. Asked only then, since asking takes as long as a small build.</summary>
    private async Task<ContainerizeException?> ExplainAsync(string doing, BuildCall call, ProgramResult built, CancellationToken cancellationToken)
    {
        if (kind.Question is not { } question || built.Error.Contains(Solving, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return kind.Explain(await RunAsync(doing, question(call), AnswerLimit, null, cancellationToken), doing);
        }
        catch (ContainerizeException e)
        {
            log.Detail(e.Message);
            return null;
        }
    }

    private async Task<ProgramResult> RunAsync(
        string doing, IReadOnlyList<string> arguments, TimeSpan limit, string? workingDirectory, CancellationToken cancellationToken)
    {
        ProgramResult? result = null;
        try
        {
            if (path is not null)
            {
                var call = new ProgramCall(path, arguments, limit) { WorkingDirectory = workingDirectory, Environment = Environment, OnErrorLine = log.Detail };
                result = await ProgramRunner.RunAsync(call, cancellationToken);
            }
        }
        catch (TimeoutException e)
        {
            throw new ContainerizeException(ErrorCodes.BuilderFailed, $"{doing} with {Title}: {e.Message}.", e);
        }

        return result ?? throw new ContainerizeException(
            ErrorCodes.BuilderMissing,
            $"{doing} with {Title}: {kind.Program} is not installed. Install it, or leave ContainerizeBuilder empty to have the image made without a builder.");
    }

    private ContainerizeException Failed(string doing, ProgramResult result, string more = "")
    {
        log.Detail(result.Output);
        return new ContainerizeException(ErrorCodes.BuilderFailed, $"{doing} with {Title} failed: {Excerpt.Of(TakeLastLines(result), 600)}{more}");
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
