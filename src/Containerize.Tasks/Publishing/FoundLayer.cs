using Containerize.Layering;
using Containerize.Layers;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>A planned layer, and whether it exists.</summary>
/// <param name="Content">Hash of the files' tar; null when there was no point in hashing before compressing.</param>
/// <param name="Size">Bytes of the tar; 0 where it was not hashed.</param>
/// <param name="Known">The layer's blob, where an earlier build left it.</param>
/// <param name="KnownIn">The image in the target registry that told of the blob; null when it is in the store.</param>
internal sealed record FoundLayer(
    PlannedLayer Plan, IReadOnlyList<LayerFile> Files, Digest? Content, long Size, BuiltLayer? Known, ImageReference? KnownIn = null);
