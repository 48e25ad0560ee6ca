using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Containerize.Host.Programs;

/// <summary>Runs other programs (an engine's client, git, a credential helper) without a shell, with a time limit, and never leaves one behind.</summary>
internal static class ProgramRunner
{
    /// <summary>Runs a program to its end. Null when it is not there to be run.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<ProgramResult?> RunAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var start = Describe(call);
        // Seen in what the program will inherit, its PATH is the one that a shell would search.
        if (ProgramPath.Find(call.Program, Inherited("PATH"), Inherited("PATHEXT")) is not { } found)
        {
            return null;
        }

        start.FileName = found;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(call.Limit);
        try
        {
            var output = ReadAsync(process.StandardOutput, call.LongestOutput, () => process.Kill(entireProcessTree: true), limit.Token);
            var error = call.OnErrorLine is { } onLine
                ? ReadLinesAsync(process.StandardError, onLine, limit.Token)
                : ReadAsync(process.StandardError, call.LongestOutput, () => { }, limit.Token);
            var isTaken = await WriteInputAsync(process.StandardInput.BaseStream, call.Input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProgramResult(process.ExitCode, await output, await error, isTaken);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{Path.GetFileName(call.Program)} did not finish within {call.Limit.TotalSeconds:0} s", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        string? Inherited(string name) => start.Environment.TryGetValue(name, out var value) ? value : null;
    }

    private static async Task<string> ReadAsync(StreamReader reader, int longest, Action onMore, CancellationToken cancellationToken)
    {
        if (longest == int.MaxValue)
        {
            return await reader.ReadToEndAsync(cancellationToken);
        }

        var text = new StringBuilder();
        var piece = new char[4096];
        for (int read; (read = await reader.ReadAsync(piece, cancellationToken)) > 0;)
        {
            if (text.Length == longest)
            {
                onMore();
                continue;
            }

            text.Append(piece, 0, Math.Min(read, longest - text.Length));
        }

        return text.ToString();
    }

    private static async Task<string> ReadLinesAsync(StreamReader reader, Action<string> onLine, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            text.Append(line).Append('\n');
            onLine(line);
        }

        return text.ToString();
    }

    private static ProcessStartInfo Describe(ProgramCall call)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = call.WorkingDirectory ?? string.Empty,
        };
        foreach (var argument in call.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in call.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>
    /// Whether all of the input was taken. A program that fails early closes its end: its exit code and error text tell more than our broken pipe.
    /// </summary>
    private static async Task<bool> WriteInputAsync(Stream input, Func<Stream, CancellationToken, Task>? write, CancellationToken cancellationToken)
    {
        try
        {
            await using (input)
            {
                if (write is not null)
                {
                    await write(input, cancellationToken);
                }
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
