using System.Diagnostics;
using System.Text.Json;

namespace Containerize.Benchmarks.Measuring;

/// <summary>Runs a command under <see cref="MeasureCommand"/>.</summary>
internal static class MeasuredCommand
{
    private const int LinesOfOutputShown = 40;

    /// <param name="environment">All of it: nothing is inherited.</param>
    /// <exception cref="BenchmarkException">The command failed; its last lines are in the message.</exception>
    public static async Task<Measurement> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var resultFile = Path.GetTempFileName();
        try
        {
            using var process = new Process { StartInfo = Describe(resultFile, program, arguments, workingDirectory, environment) };
            process.Start();
            string output, errors;
            try
            {
                process.StandardInput.Close();
                var readErrors = process.StandardError.ReadToEndAsync(cancellationToken);
                output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
                errors = await readErrors;
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            var measurement = process.ExitCode == 0
                ? JsonSerializer.Deserialize<Measurement>(await File.ReadAllTextAsync(resultFile, cancellationToken))
                : null;
            return measurement is { ExitCode: 0 }
                ? measurement
                : throw new BenchmarkException($"'{program} {string.Join(' ', arguments)}' failed (exit code {measurement?.ExitCode ?? process.ExitCode}):\n{Tail(output + errors)}");
        }
        finally
        {
            File.Delete(resultFile);
        }
    }

    private static ProcessStartInfo Describe(
        string resultFile,
        string program,
        IEnumerable<string> arguments,
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [MeasureCommand.Name, resultFile, program, .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string Tail(string output)
        => string.Join('\n', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LinesOfOutputShown));
}
