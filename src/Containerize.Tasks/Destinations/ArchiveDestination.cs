using Containerize.Diagnostics;
using Containerize.Host.Files;
using Containerize.Images;

namespace Containerize.Destinations;

/// <summary>A tar file on this machine. It appears whole or not at all.</summary>
/// <param name="path">Absolute path of the file.</param>
/// <param name="names">Names with tags that the image gets where the archive is loaded.</param>
/// <param name="kind">Null where somebody asked for it.</param>
internal sealed class ArchiveDestination(string path, IReadOnlyList<string> names, DestinationKind? kind = null) : IImageDestination
{
    public DestinationKind Kind => kind ?? DestinationKind.Archive;

    public IReadOnlyList<string> References => [path];

    /// <summary>A file could hold it, but to know takes reading it, and writing it is as quick.</summary>
    public Task<bool> HoldsAsync(ImageSet images, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<BlobOutcome> ForeseeBlobAsync(ImageBlob blob, CancellationToken cancellationToken) => Task.FromResult(BlobOutcome.Written);

    public async Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        await blob.PrepareAsync(cancellationToken);
        return BlobOutcome.Written;
    }

    public async Task<CommitReport> CommitAsync(ImageSet images, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WholeFile.WriteAsync(path, file => ImageArchive.WriteAsync(file, images, names, cancellationToken));
            return CommitReport.AsPut;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ContainerizeException(
                ErrorCodes.ArchiveNotWritten,
                $"Writing the image archive {path}: {Excerpt.Of(e.Message).TrimEnd('.')}. Set ContainerArchiveOutputPath to a place that can be written "
                    + "and has room.",
                e);
        }
    }
}
