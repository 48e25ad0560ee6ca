using System.Diagnostics.CodeAnalysis;
using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>What came of asking a program for its engine's version.</summary>
/// <param name="Program">Absolute path; null when it is not installed.</param>
/// <param name="Kind">By what it says of itself, or else by its name.</param>
/// <param name="Failure">Why it does not answer; null when it does.</param>
internal sealed record EngineAnswer(string? Program, EngineKind Kind, string? Failure)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [MemberNotNullWhen(true, nameof(Program))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsThere => Program is not null && Failure is null;

    /// <summary>Why it does not answer, as the end of a sentence: some reasons are questions.</summary>
    public string FailureSentence => Failure is null or [.., '?'] ? Failure ?? string.Empty : Failure + ".";

    /// <param name="name">An engine's name, or the absolute path of a program.</param>
    public static async Task<EngineAnswer> AskAsync(string name, HostEnvironment host, CancellationToken cancellationToken)
    {
        var named = EngineKind.FindByName(name);
        var program = Path.IsPathFullyQualified(name) ? (File.Exists(name) ? name : null) : InstalledProgram.Find(name, host);
        if (program is null)
        {
            return new EngineAnswer(null, named, Path.IsPathFullyQualified(name) ? "there is no such file" : "it is not installed");
        }

        try
        {
            var result = await ProgramRunner.RunAsync(new ProgramCall(program, named.Question, Limit), cancellationToken);
            return result switch
            {
                null => new EngineAnswer(program, named, "it cannot be run"),
                { Succeeded: true } => new EngineAnswer(program, EngineKind.FindByAnswer(result.Output) ?? named, null),
                _ => new EngineAnswer(program, named, Excerpt.Of(result.LastErrorLine).TrimEnd('.')),
            };
        }
        catch (TimeoutException e)
        {
            return new EngineAnswer(program, named, e.Message);
        }
    }
}
