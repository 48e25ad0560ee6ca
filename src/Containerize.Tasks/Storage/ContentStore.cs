using System.Security.Cryptography;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Storage;

/// <summary>
/// Blobs in a folder, named by their digest. Entries appear whole or not at all (written beside, then renamed), may be shared by
/// any number of builds at once, and are hashed again before they are used: a torn or altered entry is removed, never believed.
/// </summary>
internal sealed class ContentStore
{
    private const string TemporaryPrefix = ".tmp-";

    private readonly string blobs;

    /// <param name="root">Absolute path; made when first written to.</param>
    public ContentStore(string root)
    {
        Root = root;
        blobs = Path.Join(root, "blobs", "sha256");
    }

    public string Root { get; }

    /// <summary>Sees to it that the store can be written to. Null when it can; else why not.</summary>
    public string? TryPrepare()
    {
        try
        {
            using var draft = CreateDraft();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return e.Message;
        }
    }

    /// <summary>Whether an entry of that name and length is there. Cheap; what it holds is checked when it is opened.</summary>
    public bool Contains(Digest digest, long size)
    {
        var file = new FileInfo(PathOf(digest));
        return file.Exists && file.Length == size;
    }

    /// <summary>The blob, positioned at its start and verified; null when it is not here (any more).</summary>
    public async Task<FileStream?> OpenAsync(Digest digest, long size, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        try
        {
            if (stream.Length == size && Digest.FromHash(await SHA256.HashDataAsync(stream, cancellationToken)) == digest)
            {
                stream.Position = 0;
                return stream;
            }
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }

        await stream.DisposeAsync();
        TryDelete(path);
        return null;
    }

    /// <summary>The bytes of a small blob (a manifest, a configuration), verified; null when it is not here.</summary>
    public async Task<byte[]?> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(PathOf(digest), cancellationToken);
            if (Digest.Of(bytes) == digest)
            {
                return bytes;
            }

            TryDelete(PathOf(digest));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not here, or not for us to read: the same to the caller.
        }

        return null;
    }

    /// <summary>Keeps a small blob. A store that cannot be written is no reason to stop: the blob is fetched again next time.</summary>
    public void TryKeep(Digest digest, ReadOnlySpan<byte> content)
    {
        try
        {
            using var draft = CreateDraft();
            draft.Stream.Write(content);
            draft.Keep(digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See the summary.
        }
    }

    /// <summary>A file to write a blob into, in this store but not yet part of it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public BlobDraft CreateDraft()
    {
        Directory.CreateDirectory(blobs);
        return new BlobDraft(this, Path.Join(blobs, TemporaryPrefix + Path.GetRandomFileName()));
    }

    /// <summary>A short text kept under a name; null when there is none.</summary>
    /// <param name="kind">A folder of the store, one for each kind of note.</param>
    public string? ReadNote(string kind, string name)
    {
        try
        {
            return File.ReadAllText(Path.Join(Root, kind, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a short text. One that cannot be written costs the next build some work, nothing else.</summary>
    public void TryWriteNote(string kind, string name, string text)
    {
        var path = Path.Join(Root, kind, name);
        var draft = Path.Join(Root, kind, TemporaryPrefix + Path.GetRandomFileName());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(draft, text);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(draft);
        }
    }

    public string PathOf(Digest digest) => Path.Join(blobs, digest.Hex);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Someone else is at it, or may not be removed by us; it will be refused again next time.
        }
    }
}
