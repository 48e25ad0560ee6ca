using System.Collections.Concurrent;
using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>
/// What the file system said of files when it was first asked in this publish: those that are looked at for several reasons are asked of once. Of small ones
/// that this very publish has written it says nothing worth knowing, since they are written each time, mostly as they were (a web.config): they are read.
/// </summary>
/// <param name="began">When the publish began to write; null: what is small is not read either.</param>
internal sealed class FileStates(DateTimeOffset? began = null)
{
    /// <summary>Bytes that are read as soon as asked for.</summary>
    private const long Small = 64 * 1024;

    /// <summary>Time stamps come from a clock that ticks, in some file systems every two seconds.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, FileState> seen = new(StringComparer.Ordinal);
    private readonly long freshFrom = began is { } time ? (time - Tick - DateTimeOffset.UnixEpoch).Ticks * 100 : long.MaxValue;

    /// <summary>To ask the same once more, and learn what is true now.</summary>
    public FileStates Anew() => new(began);

    /// <summary>Null where the system does not tell (<see cref="FileIdentity"/>), or the file is gone.</summary>
    /// <param name="path">Absolute.</param>
    public FileState? Read(string path)
    {
        if (!seen.TryGetValue(path, out var state) && FileIdentity.Read(path) is { } identity)
        {
            var isFresh = identity.Changed >= freshFrom && identity.Size <= Small;
            state = seen.GetOrAdd(path, new FileState(identity, isFresh ? TryHash(path, identity.Size) : null));
        }

        return state;
    }

    /// <summary>Null where it is being written.</summary>
    private static Digest? TryHash(string path, long size)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.Length == size ? Digest.Of(bytes) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
