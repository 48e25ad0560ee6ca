using Containerize.Benchmarks;
using Containerize.Benchmarks.Measuring;

if (args is [MeasureCommand.Name, .. var measured])
{
    return MeasureCommand.Run(measured);
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

try
{
    var report = await new Benchmark(BenchmarkOptions.Parse(args), Console.Error).RunAsync(stop.Token);
    Console.WriteLine(report);
    return 0;
}
catch (BenchmarkException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
