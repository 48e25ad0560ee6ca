using System.Collections.Concurrent;
using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>
/// What the file system said of files when it was first asked in this publish: those that are looked at for several reasons are asked of once. Of small ones
/// that every publish writes (a web.config) it says nothing worth knowing: they are read.
/// </summary>
internal sealed class FileStates
{
    /// <summary>Bytes that are read as soon as asked for.</summary>
    private const long Small = 64 * 1024;

    private readonly ConcurrentDictionary<string, FileState> seen = new(StringComparer.Ordinal);

    /// <summary>Null where the system does not tell (<see cref="FileIdentity"/>), or the file is gone.</summary>
    public FileState? Read(LayerFile file)
    {
        if (!seen.TryGetValue(file.Source, out var state) && FileIdentity.Read(file.Source) is { } identity)
        {
            state = seen.GetOrAdd(file.Source, new FileState(identity, file.IsWritten && identity.Size <= Small ? TryHash(file.Source, identity.Size) : null));
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
