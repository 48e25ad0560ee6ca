using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Containerize.Host;

/// <summary>Runs other programs (an engine's client, git, a credential helper) without a shell, with a time limit, and never leaves one behind.</summary>
internal static class ProgramRunner
{
    /// <summary>Runs a program to its end. Null when it is not there to be run.</summary>
    /// <param name="fileName">Name on PATH or absolute path.</param>
    /// <param name="arguments">One entry an argument; nothing is split or quoted.</param>
    /// <param name="feed">Writes standard input; null closes it at once.</param>
    /// <param name="environment">Variables on top of this process's.</param>
    /// <param name="heard">Gets each line of the error text as it comes: long-running programs tell there how far they are.</param>
    /// <param name="longestOutput">Characters of output and of error text that are kept. A program that writes more output is killed.</param>
    /// <param name="timeout">Past this the program is killed and <see cref="TimeoutException"/> thrown.</param>
    public static async Task<ProgramResult?> RunAsync(
        string fileName,
        IReadOnlyList<string> arguments,
        Func<Stream, CancellationToken, Task>? feed,
        string? workingDirectory,
        TimeSpan timeout,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null,
        Action<string>? heard = null,
        int longestOutput = int.MaxValue)
    {
        var start = Describe(arguments, workingDirectory);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        // Seen in what the program will inherit, its PATH is the one that a shell would search.
        if (ProgramPath.Find(fileName, start.Environment.TryGetValue("PATH", out var path) ? path : null, start.Environment.TryGetValue("PATHEXT", out var extensions) ? extensions : null)
            is not { } found)
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
        limit.CancelAfter(timeout);
        try
        {
            var output = ReadAsync(process.StandardOutput, longestOutput, () => process.Kill(entireProcessTree: true), limit.Token);
            var error = heard is null ? ReadAsync(process.StandardError, longestOutput, () => { }, limit.Token) : ListenAsync(process.StandardError, heard, limit.Token);
            var fed = await FeedAsync(process.StandardInput.BaseStream, feed, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProgramResult(process.ExitCode, await output, await error, fed);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{Path.GetFileName(fileName)} did not finish within {timeout.TotalSeconds:0} s", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
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

    private static async Task<string> ListenAsync(StreamReader reader, Action<string> heard, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            text.Append(line).Append('\n');
            heard(line);
        }

        return text.ToString();
    }

    private static ProcessStartInfo Describe(IReadOnlyList<string> arguments, string? workingDirectory)
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
            WorkingDirectory = workingDirectory ?? string.Empty,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Whether all of the input was taken. A program that fails early closes its end: its exit code and error text tell more than our broken pipe.</summary>
    private static async Task<bool> FeedAsync(Stream input, Func<Stream, CancellationToken, Task>? feed, CancellationToken cancellationToken)
    {
        try
        {
            await using (input)
            {
                if (feed is not null)
                {
                    await feed(input, cancellationToken);
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
