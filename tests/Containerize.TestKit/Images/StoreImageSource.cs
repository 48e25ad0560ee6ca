using Containerize.TestKit.Registry;

namespace Containerize.TestKit.Images;

/// <summary>Straight from an in-process registry's memory: leaves no request in its log.</summary>
public sealed class StoreImageSource(RegistryStore store, string repository) : IImageSource
{
    public Task<StoredManifest?> ManifestAsync(string reference, CancellationToken cancellationToken)
        => Task.FromResult(store.Manifest(repository, reference));

    public Task<byte[]?> BlobAsync(string digest, CancellationToken cancellationToken)
        => Task.FromResult(store.Blob(repository, digest));
}
