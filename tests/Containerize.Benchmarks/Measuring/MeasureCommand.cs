using System.Diagnostics;
using System.Text.Json;

namespace Containerize.Benchmarks.Measuring;

/// <summary>
/// Runs one command and writes down what it took. A process of its own, because Linux adds up all the children a process ever
/// had: only a parent with one child can say what that child's tree used.
/// </summary>
internal static class MeasureCommand
{
    /// <summary>The first argument that turns this program into a measuring parent.</summary>
    public const string Name = "measure";

    private static readonly TimeSpan StragglerLimit = TimeSpan.FromSeconds(30);

    /// <param name="arguments">The file for the result, the program, and its arguments.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        // What the command leaves behind (a build node on its way out) becomes our child, so that it is counted too
        // and so that the next run starts on a quiet machine.
        if (NativeMethods.ProcessControl(NativeMethods.ChildSubreaper, 1, 0, 0, 0) != 0)
        {
            throw new BenchmarkException("Linux refused to make this process a subreaper.");
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(arguments[1], arguments.Skip(2));
        process.WaitForExit();
        var wall = clock.Elapsed;
        AwaitStragglers();

        if (NativeMethods.GetResourceUsage(NativeMethods.UsageOfChildren, out var usage) != 0)
        {
            throw new BenchmarkException("Linux did not say what the children used.");
        }

        var measurement = new Measurement(process.ExitCode, wall, usage.Cpu, usage.LargestResidentSet * 1024);
        File.WriteAllText(arguments[0], JsonSerializer.Serialize(measurement));
        return 0;
    }

    private static void AwaitStragglers()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var ended = NativeMethods.WaitForProcess(-1, out _, NativeMethods.ReturnAtOnce);
            if (ended < 0)
            {
                return; // ECHILD: nobody is left
            }

            if (ended == 0)
            {
                if (clock.Elapsed > StragglerLimit)
                {
                    throw new BenchmarkException($"A process that the command started was still running {StragglerLimit.TotalSeconds:0} s after the command's end.");
                }

                Thread.Sleep(5);
            }
        }
    }
}
