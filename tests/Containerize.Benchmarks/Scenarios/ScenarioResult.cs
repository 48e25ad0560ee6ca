using Containerize.Benchmarks.Contenders;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>The counted runs of a scenario, contender by contender; the n-th runs of all were made one after the other. A contender that failed has none.</summary>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<(IContender Contender, IReadOnlyList<RunResult> Runs)> Contenders);
