using Containerize.Benchmarks.Contenders;
using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>Runs the contenders in turn, A B C A B C, so that whatever else the machine does meets all of them.</summary>
internal sealed class ScenarioRunner(Workspace workspace, Places places, TextWriter progress)
{
    public async Task<ScenarioResult> RunAsync(Scenario scenario, IReadOnlyList<IContender> contenders, int? runs, CancellationToken cancellationToken)
    {
        var lanes = contenders.Where(contender => contender.CanRun(scenario)).Select(contender => new Lane(scenario, contender, workspace, places)).ToList();
        var results = new OrderedDictionary<Lane, List<RunResult>>(lanes.Select(lane => KeyValuePair.Create(lane, new List<RunResult>())));

        // The first publish restores, compiles and fills the caches: it is nobody's measure.
        var all = scenario.WarmUps + (runs ?? scenario.Runs);
        try
        {
            for (var run = 0; run <= all; run++)
            {
                foreach (var lane in lanes.ToList())
                {
                    if (await TryPublishAsync(scenario, lane, run, cancellationToken) is not { } result)
                    {
                        lanes.Remove(lane);
                        results[lane].Clear();
                    }
                    else if (run > scenario.WarmUps)
                    {
                        results[lane].Add(result);
                    }
                }
            }
        }
        finally
        {
            foreach (var lane in results.Keys)
            {
                await lane.CleanUpAsync();
            }
        }

        workspace.RemoveApps();
        return new ScenarioResult(scenario, [.. results.Select(lane => (lane.Key.Contender, (IReadOnlyList<RunResult>)lane.Value))]);
    }

    /// <summary>Null where this contender failed: the others run on without it, and the report says so.</summary>
    private async Task<RunResult?> TryPublishAsync(Scenario scenario, Lane lane, int run, CancellationToken cancellationToken)
    {
        try
        {
            if (run == 0)
            {
                await lane.PrepareAsync(cancellationToken);
            }
            else
            {
                await scenario.BeforeRunAsync(lane, run, cancellationToken);
            }

            var result = run == 0 ? await lane.PublishAsync(cancellationToken) : await lane.MeasureAsync(cancellationToken);
            var which = run == 0 ? "first" : run <= scenario.WarmUps ? "warm-up" : $"run {run - scenario.WarmUps}";
            var used = lane.Contender.WorksInDaemon ? string.Empty : $"CPU {result.Measurement.Cpu.TotalSeconds:0.00} s, {result.Measurement.PeakMemory >> 20} MiB, ";
            await progress.WriteLineAsync(
                $"{scenario.Name} {which} {lane.Contender.Name}: {result.Measurement.Wall.TotalSeconds:0.00} s, {used}"
                + $"{result.Traffic.BytesSent} bytes out, {result.Traffic.BytesReceived} in, in {result.Traffic.Requests} requests, {result.Digest}");
            return result;
        }
        catch (BenchmarkException e)
        {
            await progress.WriteLineAsync(e.Message);
            return null;
        }
    }
}
