using System.Globalization;

namespace Containerize.Host.Files;

/// <summary>
/// One at a time, among all processes of this user: for a file that is read, changed and replaced. Nothing is left beside it, and what a process held that was
/// killed is free.
/// </summary>
internal sealed class PathTurn : IDisposable
{
    private readonly Mutex mutex;

    private PathTurn(Mutex mutex) => this.mutex = mutex;

    /// <summary>Blocks; to be disposed by the same thread.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="IOException">Somebody else did not come to an end.</exception>
    public static PathTurn Take(string path, TimeSpan patience)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"containerize-{PathHash.Of(path):x8}");
        var mutex = new Mutex(initiallyOwned: false, name, new NamedWaitHandleOptions { CurrentUserOnly = true, CurrentSessionOnly = false });
        try
        {
            if (!mutex.WaitOne(patience))
            {
                throw new IOException($"Waiting for another build that writes {path} took too long.");
            }
        }
        catch (AbandonedMutexException)
        {
            // Its process was killed, and replaces a file whole or not at all.
        }
        catch
        {
            mutex.Dispose();
            throw;
        }

        return new PathTurn(mutex);
    }

    public void Dispose()
    {
        mutex.ReleaseMutex();
        mutex.Dispose();
    }
}
