using Containerize.Oci;

namespace Containerize.Storage;

/// <summary>A blob being written. Becomes an entry of its store with <see cref="Keep"/>; disposed without, nothing stays behind.</summary>
internal sealed class BlobDraft : IDisposable
{
    private readonly ContentStore store;
    private readonly string temporaryPath;
    private bool kept;

    public BlobDraft(ContentStore store, string temporaryPath)
    {
        this.store = store;
        this.temporaryPath = temporaryPath;
        Stream = new FileStream(temporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false);
    }

    public FileStream Stream { get; }

    /// <summary>Gives the finished blob its name. Two builds that make the same blob at once both succeed: the bytes are the same.</summary>
    public void Keep(Digest digest)
    {
        store.Grow(Stream.Length);
        Stream.Dispose();
        var path = store.PathOf(digest);
        try
        {
            File.Move(temporaryPath, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && File.Exists(path))
        {
            // Windows refuses to replace a file that another build is reading; that file has the same content.
            File.Delete(temporaryPath);
        }

        kept = true;
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!kept)
        {
            File.Delete(temporaryPath);
        }
    }
}
