using Containerize.Diagnostics;
using Containerize.Images;

namespace Containerize.Destinations;

/// <summary>A tar file on this machine. It appears whole or not at all.</summary>
/// <param name="path">Absolute path of the file.</param>
/// <param name="names">Names with tags that the image gets where the archive is loaded.</param>
internal sealed class ArchiveDestination(string path, IReadOnlyList<string> names) : IImageDestination
{
    public DestinationKind Kind => DestinationKind.Archive;

    public IReadOnlyList<string> References => [path];

    /// <summary>A file could hold it, but to know takes reading it, and writing it is as quick.</summary>
    public Task<bool> HoldsAsync(ImageSet images, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<BlobOutcome> ForeseeBlobAsync(ImageBlob blob, CancellationToken cancellationToken) => Task.FromResult(BlobOutcome.Written);

    public async Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        await blob.PrepareAsync(cancellationToken);
        return BlobOutcome.Written;
    }

    public async Task CommitAsync(ImageSet images, CancellationToken cancellationToken)
    {
        var draft = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024, useAsync: false))
            {
                await ImageArchive.WriteAsync(file, images, names, cancellationToken);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ContainerizeException(
                ErrorCodes.ArchiveNotWritten,
                $"Writing the image archive {path}: {Excerpt.Of(e.Message).TrimEnd('.')}. Set ContainerArchiveOutputPath to a place that can be written "
                    + "and has room.",
                e);
        }
        finally
        {
            DeleteDraft(draft);
        }
    }

    private static void DeleteDraft(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder never came to be, or the disk is gone; there is an error already.
        }
    }
}
