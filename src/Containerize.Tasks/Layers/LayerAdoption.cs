using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Layers;

/// <summary>
/// Takes a layer over from somebody who says that a blob holds it. The blob is fetched and unpacked, and taken only if it is the very tar
/// that was hashed here: not every engine compares that when it pulls (podman 4 does not), so a lie would go through to where the image runs.
/// </summary>
internal sealed class LayerAdoption(ContentStore store, LayerCache cache, LayerEncoding encoding)
{
    /// <param name="diffId">Hash of the tar, computed here from our own files.</param>
    /// <param name="size">Its length in bytes.</param>
    /// <param name="blob">What is said to hold it.</param>
    /// <param name="open">Opens the blob; what it yields is verified against the descriptor as it is read.</param>
    /// <returns>The layer, now in the store; null when the blob holds something else.</returns>
    /// <exception cref="ContainerizeException">The blob cannot be fetched.</exception>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public async Task<BuiltLayer?> TryAsync(
        Digest diffId, long size, Descriptor blob, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        // No encoding makes a tar noticeably longer; what is, need not be fetched.
        if (blob.Size > size + (size / 64) + 4096)
        {
            return null;
        }

        await store.FetchAsync(blob.Digest, open, cancellationToken);
        if (!await HoldsAsync(diffId, size, blob, cancellationToken))
        {
            return null;
        }

        var layer = new BuiltLayer(diffId, size, new Descriptor(encoding.MediaType, blob.Digest, blob.Size), FromCache: true);
        cache.Remember(layer, encoding);
        return layer;
    }

    private async Task<bool> HoldsAsync(Digest diffId, long size, Descriptor blob, CancellationToken cancellationToken)
    {
        if (store.OpenFresh(blob.Digest) is not { } stored)
        {
            return false;
        }

        await using (stored)
        {
            try
            {
                await using var tar = encoding.Unpack(stored);
                using var hash = new HashingStream(Stream.Null);
                var buffer = new byte[128 * 1024];
                for (int read; hash.BytesWritten <= size && (read = await tar.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    hash.Write(buffer.AsSpan(0, read));
                }

                return hash.BytesWritten == size && hash.Finish() == diffId;
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                return false;
            }
        }
    }
}
