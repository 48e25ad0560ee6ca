using System.Diagnostics.CodeAnalysis;
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

    /// <param name="program">Absolute path.</param>
    /// <param name="named">What its name says.</param>
    public static async Task<EngineAnswer> AskAsync(string program, EngineKind named, CancellationToken cancellationToken)
    {
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
