using System.Security.Cryptography;
using System.Text;
using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Storage;

/// <summary>
/// Blobs in a folder, named by their digest. Entries appear whole or not at all (written beside, then renamed), may be shared by
/// any number of builds at once, and are hashed again before they are used: a torn or altered entry is removed, never believed. What is
/// used gets a new time stamp once a day, so that <see cref="StorePruner"/> knows what nobody needs any more.
/// </summary>
/// <remarks>
/// All members may be called from several threads at once: layers are fetched side by side while others are made. What they hand out, a draft
/// or a stream, belongs to whoever asked for it.
/// </remarks>
internal sealed class ContentStore
{
    /// <summary>Begins the names of files that are not finished.</summary>
    internal const string TemporaryPrefix = ".tmp-";

    /// <summary>What all blobs lie in, relative to the root; notes have folders of their own (<see cref="NoteKind"/>).</summary>
    internal const string BlobsFolder = "blobs";

    private static readonly TimeSpan StampEvery = TimeSpan.FromDays(1);

    private readonly string blobs;
    private readonly ContentStore? spare;
    private readonly Action<Exception>? onGivingUp;
    private volatile ContentStore target;
    private long grown;

    /// <param name="root">Absolute path; made when first written to.</param>
    /// <param name="spare">Where to write when this store cannot be written or is full.</param>
    /// <param name="onGivingUp">Told why, once, when that happens.</param>
    public ContentStore(string root, ContentStore? spare = null, Action<Exception>? onGivingUp = null)
    {
        this.spare = spare;
        this.onGivingUp = onGivingUp;
        Root = root;
        target = this;
        blobs = Path.Join(root, BlobsFolder, "sha256");
    }

    public string Root { get; }

    /// <summary>Bytes on disk that were added since the store was opened; what was there already and was written again is among them.</summary>
    public long Grown => Interlocked.Read(ref grown);

    /// <summary>Where writes go now: here, or to the spare.</summary>
    public ContentStore Target => target;

    /// <summary>After a failed write: writes go to the spare from now on.</summary>
    /// <param name="failed">The <see cref="Target"/> from before the write: another writer may have given up meanwhile.</param>
    /// <returns>Whether to write once more; false when there is no spare, or it is the spare that failed.</returns>
    public bool GiveUpOn(ContentStore failed, Exception why)
    {
        if (spare is null || failed != this)
        {
            return false;
        }

        if (Interlocked.CompareExchange(ref target, spare, this) == this)
        {
            onGivingUp?.Invoke(why);
        }

        return true;
    }

    /// <summary>Whether an entry of that name and length is there. Cheap; what it holds is checked when it is opened.</summary>
    public bool Contains(Digest digest, long size)
    {
        var file = new FileInfo(PathOf(digest));
        if (file.Exists && file.Length == size)
        {
            Stamp(file);
            return true;
        }

        return spare?.Contains(digest, size) == true;
    }

    /// <summary>The blob, positioned at its start and verified; null when it is not here (any more).</summary>
    public async Task<FileStream?> OpenAsync(Digest digest, long size, CancellationToken cancellationToken)
        => await OpenOwnAsync(digest, size, cancellationToken)
            ?? (spare is null ? null : await spare.OpenAsync(digest, size, cancellationToken));

    /// <summary>A blob that this process wrote a moment ago and hashed while writing: there is no point in hashing it again. Null when it is gone.</summary>
    public FileStream? OpenFresh(Digest digest) => TryOpen(PathOf(digest)) ?? spare?.OpenFresh(digest);

    /// <summary>The bytes of a small blob (a manifest, a configuration), verified; null when it is not here.</summary>
    public async Task<byte[]?> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(PathOf(digest), cancellationToken);
            if (Digest.Of(bytes) == digest)
            {
                Stamp(new FileInfo(PathOf(digest)));
                return bytes;
            }

            TryDelete(PathOf(digest));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not here, or not for us to read: the same to the caller.
        }

        return spare is null ? null : await spare.ReadAsync(digest, cancellationToken);
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

    /// <summary>Keeps what comes from elsewhere.</summary>
    /// <param name="open">Opens the content, which fails at its end where it is not what the digest says; called again for the spare.</param>
    /// <exception cref="IOException">Neither this store nor a spare can be written.</exception>
    public async Task FetchAsync(Digest digest, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var tried = Target;
        try
        {
            await using var content = await open(cancellationToken);
            using var draft = CreateDraft();
            await content.CopyToAsync(draft.Stream, cancellationToken);
            draft.Keep(digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && GiveUpOn(tried, e))
        {
            await FetchAsync(digest, open, cancellationToken);
        }
    }

    /// <summary>A file to write a blob into, in this store but not yet part of it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public BlobDraft CreateDraft()
    {
        if (Target is var writable && writable != this)
        {
            return writable.CreateDraft();
        }

        Directory.CreateDirectory(blobs);
        return new BlobDraft(this, NewDraft(blobs));
    }

    /// <summary>A short text kept under a name; null when there is none.</summary>
    public string? ReadNote(NoteKind kind, string name)
    {
        try
        {
            var file = new FileInfo(Path.Join(Root, kind.Folder, name));
            var text = File.ReadAllText(file.FullName);
            Stamp(file);
            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return spare?.ReadNote(kind, name);
        }
    }

    /// <summary>Whether a note of that kind was ever written.</summary>
    public bool HasNotes(NoteKind kind) => Directory.Exists(Path.Join(Root, kind.Folder)) || spare?.HasNotes(kind) == true;

    /// <summary>Keeps a short text. One that cannot be written costs the next build some work, nothing else.</summary>
    public void TryWriteNote(NoteKind kind, string name, string text)
    {
        if (Target is var writable && writable != this)
        {
            writable.TryWriteNote(kind, name, text);
            return;
        }

        Grow(text.Length);
        var folder = Path.Join(Root, kind.Folder);
        try
        {
            Directory.CreateDirectory(folder);
            WholeFile.Write(Path.Join(folder, name), Encoding.UTF8.GetBytes(text), NewDraft(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See the summary.
        }
    }

    public string PathOf(Digest digest) => Path.Join(blobs, digest.Hex);

    /// <param name="bytes">Of a file that is added.</param>
    internal void Grow(long bytes) => Interlocked.Add(ref grown, StorePruner.OnDisk(bytes));

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<FileStream?> OpenOwnAsync(Digest digest, long size, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        if (TryOpen(path) is not { } stream)
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

    private static string NewDraft(string folder) => Path.Join(folder, TemporaryPrefix + Path.GetRandomFileName());

    private static void Stamp(FileInfo file)
    {
        try
        {
            var now = DateTime.UtcNow;
            if (now - file.LastWriteTimeUtc > StampEvery)
            {
                file.LastWriteTimeUtc = now;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Cleared away this moment, or a store that may only be read: nothing that a reader minds.
        }
    }

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
