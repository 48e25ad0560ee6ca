using System.Globalization;
using Containerize.Benchmarks.Contenders;
using Containerize.Benchmarks.Scenarios;

namespace Containerize.Benchmarks.Reporting;

/// <summary>All results as Markdown: what was measured on what, and one table.</summary>
internal sealed class Report(Machine machine, string registry)
{
    private const string None = "–";

    public string Write(IReadOnlyList<ScenarioResult> results)
    {
        var lines = new List<string>
        {
            $"Machine: {machine}.",
            $"Registry: {registry}, behind a counting proxy on loopback.",
            string.Empty,
        };
        lines.AddRange(results.Select(result => $"- `{result.Scenario.Name}`: {result.Scenario.Title} {result.Contenders.Select(lane => lane.Runs.Count).DefaultIfEmpty().Max()} runs each; {result.Scenario.App.Description}."));
        lines.Add(string.Empty);
        lines.Add("| scenario | command | wall, s (from–to) | over plain, s | CPU, s | over plain, s | largest process, MB | kB | requests | images |");
        lines.Add("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var result in results)
        {
            lines.AddRange(Rows(result));
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Rows(ScenarioResult result)
    {
        var summaries = Summary.Of(result);
        var isStart = result.Scenario.Measures == MeasuredPart.Start;
        foreach (var summary in summaries)
        {
            var isDaemons = isStart || summary.Contender.WorksInDaemon;
            yield return Row(
                summary == summaries[0] ? result.Scenario.Name : string.Empty,
                $"`{summary.Contender.Command}`",
                $"{Seconds(summary.Wall)} ({Seconds(summary.ShortestWall)}–{Seconds(summary.LongestWall)})",
                Signed(summary.AddedWall),
                isDaemons ? None : Seconds(summary.Cpu),
                isDaemons ? None : Signed(summary.AddedCpu),
                isDaemons ? None : Number(summary.PeakMemory / 1e6),
                summary.Contender.PublishesImage ? Thousands(summary.BytesMoved) : string.Empty,
                summary.Contender.PublishesImage ? Number(summary.Requests) : string.Empty,
                summary.Contender.PublishesImage && !isStart ? $"{summary.Digests} in {summary.Runs} runs" : string.Empty);
        }

        foreach (var (failed, _) in result.Contenders.Where(lane => lane.Runs.Count == 0))
        {
            yield return Row([string.Empty, $"`{failed.Command}`", "failed", .. Enumerable.Repeat(string.Empty, 7)]);
        }

        var ours = summaries.FirstOrDefault(summary => summary.Contender is ContainerizePublish);
        var theirs = summaries.FirstOrDefault(summary => summary.Contender is SdkContainerPublish);
        if (ours is not null && theirs is not null)
        {
            yield return Row(
                string.Empty,
                "*SDK ÷ Containerize*",
                Ratio(theirs.Wall, ours.Wall),
                Ratio(theirs.AddedWall, ours.AddedWall),
                isStart ? None : Ratio(theirs.Cpu, ours.Cpu),
                isStart ? None : Ratio(theirs.AddedCpu, ours.AddedCpu),
                isStart ? None : Ratio(theirs.PeakMemory, ours.PeakMemory),
                Ratio(theirs.BytesMoved, ours.BytesMoved),
                Ratio(theirs.Requests, ours.Requests),
                string.Empty);
        }
    }

    private static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Seconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Signed(double? value) => value?.ToString("+0.00;-0.00", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Thousands(double bytes) => (bytes / 1e3).ToString("#,0.0", CultureInfo.InvariantCulture);

    // A ratio to nothing, or to less than nothing (noise), says nothing.
    private static string Ratio(double? theirs, double? ours)
        => theirs is { } above && ours is > 0 and { } below ? string.Create(CultureInfo.InvariantCulture, $"{above / below:0.0}") : None;
}
