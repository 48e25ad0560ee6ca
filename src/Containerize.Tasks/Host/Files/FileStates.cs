using System.Collections.Concurrent;

namespace Containerize.Host.Files;

/// <summary>
/// What the file system said of files when it was first asked in this publish: those that are looked at for several reasons are asked of once. Whoever wants to
/// know whether a file has changed since asks <see cref="FileIdentity"/>.
/// </summary>
internal sealed class FileStates
{
    private readonly ConcurrentDictionary<string, FileIdentity> seen = new(StringComparer.Ordinal);

    /// <inheritdoc cref="FileIdentity.Read"/>
    public FileIdentity? Read(string path)
    {
        if (!seen.TryGetValue(path, out var identity) && FileIdentity.Read(path) is { } read)
        {
            identity = seen.GetOrAdd(path, read);
        }

        return identity;
    }
}
