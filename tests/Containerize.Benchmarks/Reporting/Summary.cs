using Containerize.Benchmarks.Contenders;
using Containerize.Benchmarks.Scenarios;

namespace Containerize.Benchmarks.Reporting;

/// <summary>One contender's medians in one scenario.</summary>
/// <param name="AddedWall">Seconds over the plain publish of the same round; null for the plain publish, or where there was none.</param>
/// <param name="AddedCpu">As <paramref name="AddedWall"/>, of CPU time.</param>
/// <param name="BytesMoved">Those sent; where a node starts what was published, those that it got.</param>
/// <param name="Digests">How many different images the runs made.</param>
internal sealed record Summary(
    IContender Contender,
    double Wall,
    double ShortestWall,
    double LongestWall,
    double? AddedWall,
    double Cpu,
    double? AddedCpu,
    double PeakMemory,
    double BytesMoved,
    double Requests,
    int Runs,
    int Digests)
{
    /// <summary>Of the contenders that did not fail.</summary>
    public static IReadOnlyList<Summary> Of(ScenarioResult result)
    {
        var plain = result.Contenders.FirstOrDefault(lane => !lane.Contender.PublishesImage).Runs;
        return [.. result.Contenders.Where(lane => lane.Runs.Count > 0).Select(lane => Of(result.Scenario, lane.Contender, lane.Runs, plain))];
    }

    private static Summary Of(Scenario scenario, IContender contender, IReadOnlyList<RunResult> runs, IReadOnlyList<RunResult>? plain)
    {
        return new Summary(
            contender,
            Middle(Wall),
            runs.Min(Wall),
            runs.Max(Wall),
            Added(Wall),
            Middle(Cpu),
            Added(Cpu),
            Middle(run => run.Measurement.PeakMemory),
            Middle(run => scenario.Measures == MeasuredPart.Start ? run.Traffic.BytesReceived : run.Traffic.BytesSent),
            Middle(run => run.Traffic.Requests),
            runs.Count,
            runs.Select(run => run.Digest).Distinct().Count());

        static double Wall(RunResult run) => run.Measurement.Wall.TotalSeconds;
        static double Cpu(RunResult run) => run.Measurement.Cpu.TotalSeconds;

        double Middle(Func<RunResult, double> value) => Median.Of(runs.Select(value));

        // Round by round: what made the whole round slow is in both and falls out.
        double? Added(Func<RunResult, double> value)
            => plain is null || !contender.PublishesImage ? null : Median.Of(runs.Zip(plain, (run, plainRun) => value(run) - value(plainRun)));
    }
}
