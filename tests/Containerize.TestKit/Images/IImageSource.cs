using Containerize.TestKit.Registry;

namespace Containerize.TestKit.Images;

/// <summary>Where an image can be read back from.</summary>
public interface IImageSource
{
    /// <param name="reference">A tag or a digest.</param>
    /// <returns>Null: there is none.</returns>
    Task<StoredManifest?> ManifestAsync(string reference, CancellationToken cancellationToken);

    /// <returns>Null: there is none.</returns>
    Task<byte[]?> BlobAsync(string digest, CancellationToken cancellationToken);
}
