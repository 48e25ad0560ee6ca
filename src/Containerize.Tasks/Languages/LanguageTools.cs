using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Languages;

/// <summary>Runs the tools of languages on this machine.</summary>
internal sealed class LanguageTools(HostEnvironment host, IPublishLog log)
{
    /// <summary>Of what a tool said, the last lines go into the message.</summary>
    private const int LinesTold = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public IPublishLog Log => log;

    /// <param name="program">A name on PATH.</param>
    /// <returns>Absolute path; null where there is none.</returns>
    public string? Find(string program) => ProgramPath.Find(program, host["PATH"], host["PATHEXT"]);

    /// <summary>Which one it is, without running it: path, size, and time of the last change.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ToolMissing"/>.</exception>
    public string Identify(string program, string doing)
    {
        var path = Require(program, doing);
        var file = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        return $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}";
    }

    /// <summary>Whether a program is there and does what it is asked for: what a PATH names may be no more than a hint how to install it.</summary>
    public async Task<bool> WorksAsync(string program, IReadOnlyList<string> arguments, string workingDirectory, CancellationToken cancellationToken)
    {
        if (Find(program) is not { } path)
        {
            return false;
        }

        var call = new ProgramCall(path, arguments, Limit) { WorkingDirectory = workingDirectory };
        return await ProgramRunner.RunAsync(call, cancellationToken) is { Succeeded: true };
    }

    /// <summary>Runs a tool to its end, which has to be a good one.</summary>
    /// <param name="doing">How messages begin: <c>Installing the packages of /work/shop</c>.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ToolMissing"/> or <see cref="ErrorCodes.ToolFailed"/>.</exception>
    public async Task<string> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string workingDirectory,
        string doing,
        IReadOnlyDictionary<string, string>? environment,
        CancellationToken cancellationToken)
    {
        var path = Require(program, doing);
        try
        {
            var call = new ProgramCall(path, arguments, Limit)
            {
                WorkingDirectory = workingDirectory,
                Environment = environment ?? new Dictionary<string, string>(StringComparer.Ordinal),
            };
            var result = await ProgramRunner.RunAsync(call, cancellationToken) ?? throw Missing(program, doing);
            log.Detail($"{program} {string.Join(' ', arguments)}: {result.Output}{result.Error}");
            return result.Succeeded
                ? result.Output
                : throw Failed(doing, program, arguments, $"ended with {result.ExitCode}: {Excerpt.Of(LastLines(result), 600)}");
        }
        catch (TimeoutException e)
        {
            throw Failed(doing, program, arguments, $"did not come to an end within {Limit.TotalMinutes:0} minutes", e);
        }
    }

    /// <summary>What to do without the tool.</summary>
    public const string OtherWay
        = "Or let a builder do it, where the tool need not be installed: -p:ContainerizeBuilder=docker, or dotnet build -t:ContainerizeDockerfile";

    private string Require(string program, string doing) => Find(program) ?? throw Missing(program, doing);

    private static ContainerizeException Missing(string program, string doing) => new(
        ErrorCodes.ToolMissing,
        $"{doing}: there is no {program} on the PATH of this build. Install it. {OtherWay}.");

    private static ContainerizeException Failed(string doing, string program, IReadOnlyList<string> arguments, string what, Exception? cause = null) => new(
        ErrorCodes.ToolFailed,
        $"{doing}: {program} {string.Join(' ', arguments.Take(arguments[0] == "-m" ? 3 : 1))} {what.TrimEnd('.')}. Mend that. {OtherWay}.",
        cause);

    /// <summary>Without what npm adds of its own: where its log lies.</summary>
    private static string LastLines(ProgramResult result)
    {
        string[] lines =
        [
            .. (result.Error.Trim().Length > 0 ? result.Error : result.Output)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(line => !line.StartsWith("npm notice", StringComparison.Ordinal) && !line.Contains("complete log of this run", StringComparison.Ordinal)
                    && !line.Contains("/_logs/", StringComparison.Ordinal)),
        ];
        return string.Join(" | ", lines.Length <= 2 * LinesTold ? lines : [.. lines.Take(LinesTold), "…", .. lines.TakeLast(LinesTold)]);
    }
}
