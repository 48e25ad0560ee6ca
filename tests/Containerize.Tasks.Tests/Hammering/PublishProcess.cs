using System.Diagnostics;

namespace Containerize.Tests.Hammering;

/// <summary>
/// This program once more, doing one publish. It says that it is ready, waits for a line, publishes, and says the digest: so what a test
/// measures or interrupts is the publish and not the start of .NET.
/// </summary>
internal sealed class PublishProcess : IDisposable
{
    /// <summary>The first argument that makes a publisher of the test program.</summary>
    public const string Command = "--publish";

    private const string Ready = "ready";

    private readonly Process process;
    private readonly Task<string> errors;

    private PublishProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>The side of the new process.</summary>
    public static async Task<int> ServeAsync(PublishJob job)
    {
        Console.WriteLine(Ready);
        // Null when the test is gone.
        if (Console.ReadLine() is not null)
        {
            Console.WriteLine(await job.PublishAsync(CancellationToken.None));
        }

        return 0;
    }

    public static async Task<PublishProcess> StartAsync(PublishJob job, CancellationToken cancellationToken)
    {
        // Not through a launcher or a shell: it would be the one that is killed.
        var program = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(PublishProcess).Assembly.Location] : [];
        var start = new ProcessStartInfo(program, [.. assembly, Command, .. job.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Such a short life gains nothing from finding out how to optimize it.
        start.Environment["DOTNET_TieredPGO"] = "0";
        var started = new PublishProcess(Process.Start(start)!);
        try
        {
            if (await started.process.StandardOutput.ReadLineAsync(cancellationToken) != Ready)
            {
                throw new InvalidOperationException($"The publisher did not start: {await started.errors}");
            }
        }
        catch
        {
            started.Dispose();
            throw;
        }

        return started;
    }

    public void Begin() => process.StandardInput.WriteLine();

    public void Kill() => process.Kill();

    /// <returns>The digest; null when the process was killed before it could say one.</returns>
    /// <exception cref="InvalidOperationException">The publish failed by itself.</exception>
    public async Task<string?> EndAsync(CancellationToken cancellationToken)
    {
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var error = await errors;
        if (error.Length > 0)
        {
            throw new InvalidOperationException($"The publisher failed: {error}");
        }

        // Whole lines only: one that is cut off was killed while it spoke.
        return said.EndsWith('\n') ? said.Trim() : null;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
