using Containerize.Images;

namespace Containerize.Publishing;

/// <summary>Images before they are sent: what of them exists already.</summary>
internal interface IPreparedImages
{
    /// <summary>Why the images say that they are from 1970; null where they do not.</summary>
    string? WhyEpoch { get; }

    /// <summary>Layers that exist, whatever becomes of the others: they can be sent at once.</summary>
    IEnumerable<ImageBlob> Existing { get; }

    /// <summary>What they stand on.</summary>
    IEnumerable<Image> Bases { get; }

    /// <summary>The finished images, where nothing has to be made for them; else null.</summary>
    MadeImages? Known { get; }

    /// <summary>Makes what is missing, and sends each layer as soon as it is there.</summary>
    Task<MadeImages> MakeAsync(BlobSender sending, CancellationToken cancellationToken);
}
