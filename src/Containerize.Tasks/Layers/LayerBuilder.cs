using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Layers.Indexed;
using Containerize.Oci;
using Containerize.Storage;
using Containerize.Tar;

namespace Containerize.Layers;

/// <summary>Makes the blob of a layer, or finds that it has been made before.</summary>
internal sealed class LayerBuilder(ContentStore store, LayerCache cache, StatIndex stats, LayerEncoding encoding)
{
    /// <summary>Below this size, compressing a layer again takes no longer than looking its blocks up.</summary>
    private const long WorthRemembering = 4 * 1024 * 1024;

    private const int CopySize = 128 * 1024;

    /// <summary>For tars that are not ours.</summary>
    private readonly LayerEncoding plain = encoding.WithoutIndex;

    /// <summary>What need not be asked of files again before they are read; null: they are asked.</summary>
    public FileStates? Seen { private get; init; }

    /// <summary>Whether no build has left a layer yet, so that <see cref="Find"/> would hash for nothing.</summary>
    public bool KnowsNothing => cache.IsEmpty(encoding);

    /// <summary>
    /// Hashes the layer's tar stream, which costs little next to compressing it, unless its files are known to be untouched; then looks the hash up.
    /// </summary>
    /// <returns>
    /// Hash and length of the files' tar, which are the layer's own unless the encoding adds to it, and the layer if an earlier build made it with
    /// this encoder and its blob is still there.
    /// </returns>
    public (Digest Content, long Size, BuiltLayer? Known) Find(IReadOnlyList<LayerFile> files, CancellationToken cancellationToken)
    {
        var state = KeyBefore(files);
        var (content, size) = (state is null ? null : stats.Find(state)) ?? Hash(files, state, cancellationToken);
        return (content, size, cache.Find(content, size, encoding));
    }

    /// <summary>One pass: tar, hash, compress, hash again, into the store.</summary>
    /// <param name="expected">What <see cref="Find"/> said, if it was asked; another result means that the files were written to in between.</param>
    /// <param name="place">Names what the layer is the next version of, whose blocks may be used again; null where that is not worth hashing them.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.FileChanged"/>, <see cref="ErrorCodes.FileUnreadable"/> or <see cref="ErrorCodes.CacheUnusable"/>.
    /// </exception>
    public Task<BuiltLayer> BuildAsync(IReadOnlyList<LayerFile> files, Digest? expected, string? place, CancellationToken cancellationToken)
        => RetryInSpareAsync($"a layer of {files.Count} files", () => PackFilesAsync(files, expected, place, cancellationToken));

    /// <summary>The blob of a layer that somebody else has packed, found or made.</summary>
    /// <param name="packed">Its tar, compressed or not; opened twice where it is.</param>
    /// <param name="diffId">What the tar's hash is said to be.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.DigestMismatch"/> (it is another one) or <see cref="ErrorCodes.CacheUnusable"/>.
    /// </exception>
    public Task<BuiltLayer> TakeAsync(ImageBlob packed, Digest diffId, CancellationToken cancellationToken)
        => RetryInSpareAsync("a layer of the builder's", () => RepackAsync(packed, diffId, cancellationToken));

    /// <summary>A layer of which another has it that a blob is it.</summary>
    /// <param name="content">Hash of the files' tar.</param>
    /// <param name="blocks">What there is of the blob.</param>
    /// <param name="blob">The one that it should be.</param>
    /// <returns>Null when it is another; nothing is kept then.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileChanged"/> or <see cref="ErrorCodes.FileUnreadable"/>.</exception>
    public Task<BuiltLayer?> RebuildAsync(
        IReadOnlyList<LayerFile> files, Digest content, ReusedBlocks blocks, Digest blob, CancellationToken cancellationToken)
        => Task.Run(() => PackFiles(files, content, blocks, blob, cancellationToken), cancellationToken);

    private SizedDigest Hash(IReadOnlyList<LayerFile> files, string? state, CancellationToken cancellationToken)
    {
        using var tar = new HashingStream(Stream.Null);
        LayerTar.Write(tar, files, encoding.BlockSize, cancellationToken);
        var hashed = new SizedDigest(tar.Finish(), tar.BytesWritten);
        Remember(files, state, hashed);
        return hashed;
    }

    private string? KeyBefore(IReadOnlyList<LayerFile> files) => stats.KeyOf(files, Seen ?? new FileStates());

    /// <param name="state">Of the files before the first byte was read: only what stood still until after the last is worth remembering.</param>
    private void Remember(IReadOnlyList<LayerFile> files, string? state, SizedDigest layer)
    {
        if (state is not null && stats.KeyOf(files, new FileStates()) == state)
        {
            stats.Remember(state, layer);
        }
    }

    private async Task<BuiltLayer> PackFilesAsync(IReadOnlyList<LayerFile> files, Digest? expected, string? place, CancellationToken cancellationToken)
    {
        if (place is null || files.Sum(file => file.Size) < WorthRemembering)
        {
            return PackFiles(files, expected, new FreshBlocks(encoding), wanted: null, cancellationToken)!;
        }

        using var blocks = await ReusedBlocks.OpenAsync(encoding, store, place, cancellationToken);
        var layer = PackFiles(files, expected, blocks, wanted: null, cancellationToken)!;
        blocks.Remember(layer.Blob);
        return layer;
    }

    private BuiltLayer? PackFiles(
        IReadOnlyList<LayerFile> files, Digest? expected, IBlockEncoder encoder, Digest? wanted, CancellationToken cancellationToken)
    {
        var state = expected is null ? KeyBefore(files) : null;
        var layer = Pack(
            encoder,
            (output, index) => LayerTar.Write(output, files, encoding.BlockSize, index, cancellationToken),
            expected,
            _ => new ContainerizeException(
                ErrorCodes.FileChanged,
                $"Packing a layer of {files.Count} files: one of them changed while it was being read. "
                + "Publish again when nothing else writes to the publish directory."),
            wanted);
        if (layer is not null)
        {
            Remember(files, state, layer.Content);
        }

        return layer;
    }

    private async Task<BuiltLayer> RepackAsync(ImageBlob packed, Digest diffId, CancellationToken cancellationToken)
    {
        try
        {
            if (cache.Find(diffId, await LengthOfTarAsync(packed, diffId, cancellationToken), plain) is { } known)
            {
                return known;
            }

            await using var tar = PackedTar.Unpack(await packed.OpenAsync(cancellationToken), packed.Descriptor.MediaType);
            return Pack(
                new FreshBlocks(plain),
                (output, _) => Copy(tar, output, cancellationToken),
                diffId,
                actual => NotTheBuilders(diffId, $"the layer is {actual}"))!;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw NotTheBuilders(diffId, $"the layer cannot be unpacked ({Excerpt.Of(e.Message).TrimEnd('.')})", e);
        }
    }

    /// <summary>To know it of a compressed tar takes unpacking, and then it is known as well whether it is the right one.</summary>
    private static async Task<long> LengthOfTarAsync(ImageBlob packed, Digest diffId, CancellationToken cancellationToken)
    {
        if (packed.Descriptor.MediaType == MediaTypes.OciLayer)
        {
            return packed.Descriptor.Size;
        }

        await using var tar = PackedTar.Unpack(await packed.OpenAsync(cancellationToken), packed.Descriptor.MediaType);
        using var hash = new HashingStream(Stream.Null);
        Copy(tar, hash, cancellationToken);
        return hash.Finish() is var actual && actual == diffId ? hash.BytesWritten : throw NotTheBuilders(diffId, $"the layer is {actual}");
    }

    private static ContainerizeException NotTheBuilders(Digest diffId, string what, Exception? cause = null) => new(
        ErrorCodes.DigestMismatch,
        $"Taking a layer from the builder: its configuration says {diffId}, but {what}. Build again; if it stays so, the builder is broken.",
        cause);

    private static void Copy(Stream content, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[CopySize];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Write(buffer.AsSpan(0, read));
        }
    }

    /// <summary>Does it again in the spare store where this one cannot be written or is full.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.CacheUnusable"/>: there is no spare, or it failed too.</exception>
    private async Task<BuiltLayer> RetryInSpareAsync(string what, Func<Task<BuiltLayer>> make)
    {
        var tried = store.Target;
        try
        {
            return await make();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (store.GiveUpOn(tried, e))
            {
                return await RetryInSpareAsync(what, make);
            }

            throw new ContainerizeException(
                ErrorCodes.CacheUnusable,
                $"Writing {what} into the cache {store.Root}: {Excerpt.Of(e.Message).TrimEnd('.')}. "
                + "Make room, or set ContainerizeCacheDirectory to a folder that has some.",
                e);
        }
    }

    /// <summary>Compresses a tar stream into the store, hashing it before and after.</summary>
    /// <param name="write">Writes the tar, which an index that is given ends.</param>
    /// <param name="expected">The hash of the files' tar, where it is known; nothing is kept of a tar with another.</param>
    /// <param name="unexpected">The error for a tar with the hash that it is given.</param>
    /// <param name="wanted">The blob's digest, where no other will do.</param>
    /// <returns>Null where it is another than the one that is wanted.</returns>
    private BuiltLayer? Pack(
        IBlockEncoder encoder, Action<Stream, LayerIndex?> write, Digest? expected, Func<Digest, ContainerizeException> unexpected, Digest? wanted = null)
    {
        var used = encoder.Encoding;
        using var draft = store.CreateDraft();
        using var compressed = new HashingStream(draft.Stream);
        using var blocks = new BlockStream(compressed, used.BlockSize, encoder);
        using var tar = new HashingStream(blocks);
        using var index = used.CreateIndex(blocks);
        using var content = used.AddsToTar ? new HashingStream(tar) : tar;
        write(content, index);
        if (used.AddsToTar)
        {
            content.HashOnly(TarStreamWriter.End);
        }

        index?.Complete(new TarStreamWriter(tar, index));
        blocks.Finish();
        var end = index?.CreateEnd(blocks.Written, tar.BytesWritten);
        if (end is not null)
        {
            tar.HashOnly(end.Tar);
            compressed.Write(end.Blob);
        }

        var diffId = tar.Finish();
        var of = new SizedDigest(used.AddsToTar ? content.Finish() : diffId, content.BytesWritten);
        if (expected is not null && of.Digest != expected)
        {
            throw unexpected(of.Digest);
        }

        var blob = new Descriptor(used.MediaType, compressed.Finish(), compressed.BytesWritten) { Annotations = end?.ToJson() };
        if (wanted is not null && blob.Digest != wanted)
        {
            return null;
        }

        draft.Keep(blob.Digest);
        var layer = new BuiltLayer(diffId, tar.BytesWritten, blob, FromCache: false) { Content = of };
        cache.Remember(layer, used);
        return layer;
    }
}
