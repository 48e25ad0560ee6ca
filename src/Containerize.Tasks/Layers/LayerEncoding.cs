using System.Globalization;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Layers.Indexed;

namespace Containerize.Layers;

/// <summary>
/// How layers are compressed: in blocks, each by itself, so that several can be worked on at once and one can be used again where its
/// content comes again. The encodings are chosen such that blocks one after another, between head and tail, are one valid stream.
/// </summary>
internal abstract class LayerEncoding
{
    /// <summary>
    /// Names the encoding, the same exactly when the compressed bytes are: method, level, how blocks are cut (the last letter of the size
    /// says by which rule, see <see cref="BlockBoundaries"/>), and what tells this compressor from others of its kind.
    /// </summary>
    public abstract string Id { get; }

    public abstract string MediaType { get; }

    /// <summary>The most bytes in a block.</summary>
    public abstract int BlockSize { get; }

    /// <summary>What an image's history says of a layer that this encoder made.</summary>
    public string Maker => $"containerize {Id}";

    /// <summary>Whether layers have a table of contents, by which a file can be fetched without the rest.</summary>
    public virtual bool HasIndex => false;

    /// <summary>Whether that table is part of the tar, so that the diffID is not the hash of the files' tar alone.</summary>
    public virtual bool AddsToTar => false;

    /// <summary>The same for tars that somebody else wrote: without a table of contents, since what is in those is theirs.</summary>
    public virtual LayerEncoding WithoutIndex => this;

    /// <summary>What a layer begins with.</summary>
    public virtual ReadOnlySpan<byte> Head => [];

    /// <summary>Compresses a block. Called from several threads at once.</summary>
    public abstract EncodedBlock Encode(ReadOnlySpan<byte> block);

    /// <summary>What a layer ends with.</summary>
    /// <param name="sum">Of all its blocks.</param>
    public virtual byte[] CreateTail(BlockSum sum) => [];

    /// <summary>Makes the table of contents of a layer that is about to be written, where the encoding has one.</summary>
    /// <param name="blocks">What the layer's tar is written to.</param>
    public virtual LayerIndex? CreateIndex(BlockStream blocks) => null;

    /// <summary>The tar of a layer that somebody says this encoder made. Reading fails with <see cref="InvalidDataException"/> where it cannot have.</summary>
    /// <param name="blob">At its first byte, of known length; disposed of with what is returned.</param>
    public virtual Stream Unpack(Stream blob) => PackedTar.Unpack(blob, MediaType);

    /// <param name="text">
    /// The property ContainerizeCompression: empty, <c>none</c>, <c>gzip[:0-9]</c>, <c>zstd[:1-19]</c>, <c>zstd:chunked[:1-19]</c> or <c>estargz[:0-9]</c>.
    /// </param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static LayerEncoding Parse(string? text)
    {
        var parts = string.IsNullOrWhiteSpace(text) ? ["gzip"] : text.Split(':');
        var isChunked = parts is ["zstd", "chunked", ..];
        var numbers = parts[(isChunked ? 2 : 1)..];
        int? level = numbers is [var only] && int.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return (parts[0], numbers.Length, level) switch
        {
            ("none", 0, _) => new PlainEncoding(),
            ("gzip", 0, _) => new GzipEncoding(GzipEncoding.DefaultLevel),
            ("gzip", 1, >= 0 and <= 9) => new GzipEncoding(level.Value),
            ("estargz", 0, _) => new StargzEncoding(GzipEncoding.DefaultLevel),
            ("estargz", 1, >= 0 and <= 9) => new StargzEncoding(level.Value),
            ("zstd", 0, _) => CreateZstd(ZstdEncoding.DefaultLevel),
            ("zstd", 1, >= 1 and <= 19) => CreateZstd(level.Value),
            _ => throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading ContainerizeCompression: '{Excerpt.Of(text)}' is not a compression. "
                + "Use gzip or gzip:LEVEL (0 stores, 9 is smallest), zstd or zstd:LEVEL (1 to 19), or none. For clients that pull parts of layers "
                + "there are zstd:chunked, estargz and the same with :LEVEL."),
        };

        LayerEncoding CreateZstd(int wanted) => isChunked ? new ChunkedZstdEncoding(wanted) : new ZstdEncoding(wanted);
    }
}
