using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>An archive that goes straight into a program.</summary>
/// <param name="names">Names with tags that the image gets; none, and its digest is all that it is known by.</param>
/// <param name="leftOut">Blobs that are not in it.</param>
internal sealed class ArchivePipe(ImageSet images, IReadOnlyList<string> names, IReadOnlySet<Digest> leftOut)
{
    /// <summary>Bytes that the program has taken.</summary>
    public long Count { get; private set; }

    /// <summary>Fetches what is elsewhere still, side by side: while the archive is written, it is one after the other.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken)
        => Task.WhenAll(images.Blobs.Where(blob => !leftOut.Contains(blob.Descriptor.Digest)).Select(blob => blob.PrepareAsync(cancellationToken)));

    public async Task WriteAsync(Stream input, CancellationToken cancellationToken)
    {
        await using var counted = new CountedStream(input);
        try
        {
            await ImageArchive.WriteAsync(counted, images, names, leftOut, cancellationToken);
        }
        finally
        {
            Count = counted.Count;
        }
    }
}
