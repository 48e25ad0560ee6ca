using System.Diagnostics;

namespace Containerize.TestKit.Terminals;

/// <summary>Runs a program at a terminal, which <c>script</c> makes: it is on every Debian and needs no terminal itself.</summary>
internal static class Terminal
{
    /// <summary>What makes a program run at a terminal of its own: the program and its arguments.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) Wrap(IEnumerable<string> command)
    {
        var line = string.Join(' ', command.Select(word => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'"));
        return ("script", ["--quiet", "--flush", "--return", "--command", $"stty cols {Screen.Columns} rows {Screen.Rows}; exec {line}", "/dev/null"]);
    }

    /// <param name="start">Of a wrapped command, with its output redirected.</param>
    /// <param name="watch">Called with the screen whenever something has been written to it.</param>
    /// <exception cref="TimeoutException">With what was on the screen.</exception>
    /// <exception cref="InvalidOperationException">The program failed; with what was on the screen.</exception>
    public static async Task<Screen> RunAsync(ProcessStartInfo start, TimeSpan timeout, Action<Screen> watch, CancellationToken cancellationToken)
    {
        var screen = new Screen();
        using var process = new Process { StartInfo = start };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        process.Start();
        try
        {
            var buffer = new char[4096];
            while (await process.StandardOutput.ReadAsync(buffer, limit.Token) is > 0 and var read)
            {
                screen.Write(buffer.AsSpan(0, read));
                watch(screen);
            }

            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{start.FileName} did not finish within {timeout}. The screen:{Environment.NewLine}{screen.Text}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return process.ExitCode == 0
            ? screen
            : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}. The screen:{Environment.NewLine}{screen.Text}");
    }
}
