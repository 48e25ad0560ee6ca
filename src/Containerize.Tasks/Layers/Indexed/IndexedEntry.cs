using Containerize.Oci;
using Containerize.Tar;

namespace Containerize.Layers.Indexed;

/// <summary>An entry of a layer's tar, and in which of the layer's blocks its content is.</summary>
/// <param name="Header">As it stands in the tar, pax record and all.</param>
internal sealed record IndexedEntry(TarEntry Entry, ReadOnlyMemory<byte> Header)
{
    public int FirstBlock { get; init; }

    /// <summary>How many blocks; 0 where there is no content.</summary>
    public int Blocks { get; init; }

    /// <summary>Of the content; null where there is none.</summary>
    public Digest? Digest { get; init; }
}
