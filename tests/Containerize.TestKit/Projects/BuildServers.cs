using System.Collections.Concurrent;

namespace Containerize.TestKit.Projects;

/// <summary>The build servers of a test run: as many as builds run at once, started when they are needed, ended with the run.</summary>
internal static class BuildServers
{
    private static readonly string Run = $"containerize-tests-{System.Environment.ProcessId}-{Guid.NewGuid():N}-";
    private static readonly ConcurrentStack<BuildServer> Idle = new();
    private static int started;

    static BuildServers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();

    /// <param name="act">Has the server to itself. If it fails the server may be at work still, and is ended.</param>
    public static async Task<T> UseAsync<T>(Func<BuildServer, Task<T>> act, CancellationToken cancellationToken)
    {
        var server = await TakeAsync(cancellationToken);
        try
        {
            var result = await act(server);
            server.Rest();
            Idle.Push(server);
            return result;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private static async Task<BuildServer> TakeAsync(CancellationToken cancellationToken)
    {
        while (Idle.TryPop(out var server))
        {
            if (server.IsFresh)
            {
                return server;
            }

            server.Dispose();
        }

        return await BuildServer.StartAsync($"{Run}{Interlocked.Increment(ref started)}-", cancellationToken);
    }

    private static void Stop()
    {
        BuildServer.End(Run);
        while (Idle.TryPop(out var server))
        {
            server.Dispose();
        }
    }
}
