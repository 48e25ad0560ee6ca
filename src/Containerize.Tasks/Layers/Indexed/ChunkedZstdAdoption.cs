using System.Security.Cryptography;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Storage;
using ZstdSharp;

namespace Containerize.Layers.Indexed;

/// <summary>
/// Takes a layer over as <see cref="LayerAdoption"/> does, table of contents and all. A client believes the table, so it has to be the right one: the layer
/// is made again of our own files, with frames out of the blob where they hold what is wanted, and taken only if that gives the very blob.
/// </summary>
internal sealed class ChunkedZstdAdoption(ContentStore store, LayerBuilder builder, ChunkedZstdEncoding encoding)
{
    /// <param name="files">Those of the layer.</param>
    /// <param name="content">Hash of their tar.</param>
    /// <param name="size">Its length in bytes.</param>
    /// <param name="blob">What is said to hold it.</param>
    /// <param name="open">Opens the blob; what it yields is verified against the descriptor as it is read.</param>
    /// <returns>The layer, now in the store; null when the blob is another than we would make.</returns>
    /// <exception cref="ContainerizeException">The blob cannot be fetched, or a file has changed.</exception>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public async Task<BuiltLayer?> TryAsync(
        IReadOnlyList<LayerFile> files,
        Digest content,
        long size,
        Descriptor blob,
        Func<CancellationToken, Task<Stream>> open,
        CancellationToken cancellationToken)
    {
        // For each file there are a few frames and entries of the table more; what is longer than that need not be fetched.
        if (blob.Size > size + (size / 64) + (1024L * files.Count) + 4096)
        {
            return null;
        }

        await store.FetchAsync(blob.Digest, open, cancellationToken);
        if (store.OpenFresh(blob.Digest) is not { } stored)
        {
            return null;
        }

        using var blocks = ReusedBlocks.From(encoding, store, stored, FindBlocks(stored, cancellationToken));
        return await builder.RebuildAsync(files, content, blocks, blob.Digest, cancellationToken) is { } layer ? layer with { FromCache = true } : null;
    }

    /// <summary>What is in the blob, by its hash. Each frame is unpacked for that, since nobody else vouches for what it holds.</summary>
    private Dictionary<string, BlockPlace> FindBlocks(FileStream blob, CancellationToken cancellationToken)
    {
        var places = new Dictionary<string, BlockPlace>(StringComparer.Ordinal);
        using var decompressor = new Decompressor();
        var content = new byte[encoding.BlockSize];
        foreach (var (offset, length) in ZstdFrames.Find(blob, Compressor.GetCompressBound(encoding.BlockSize)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frame = new byte[length];
            blob.Position = offset;
            blob.ReadExactly(frame);
            try
            {
                var hash = SHA256.HashData(content.AsSpan(0, decompressor.Unwrap(frame, content)));
                places.TryAdd(Convert.ToHexStringLower(hash), new BlockPlace(offset, length, BlockSum.None));
            }
            catch (ZstdException)
            {
                // Damaged, or longer than a block of ours: then it is none of ours.
            }
        }

        return places;
    }
}
