using Containerize.Benchmarks.Apps;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>An app, and what happens to it before each measured publish.</summary>
/// <param name="Title">One sentence for the report.</param>
internal sealed record Scenario(string Name, string Title, IApp App)
{
    /// <summary>Counted runs of each contender.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>Runs that are made first and not counted.</summary>
    public int WarmUps { get; init; } = 1;

    public MeasuredPart Measures { get; init; }

    /// <summary>Several platforms in one index.</summary>
    public bool IsMultiPlatform { get; init; }

    /// <summary>Changes each contender's project once, at the start.</summary>
    public Action<AppProject> Arrange { get; init; } = _ => { };

    /// <summary>Not measured. The number is the run's, from 1.</summary>
    public Func<Lane, int, CancellationToken, Task> BeforeRunAsync { get; init; } = (_, _, _) => Task.CompletedTask;
}
