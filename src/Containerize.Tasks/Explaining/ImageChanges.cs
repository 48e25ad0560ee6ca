using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>What moved since the image that lay under the name.</summary>
/// <param name="Name">What was looked up.</param>
/// <param name="Earlier">What it led to.</param>
/// <param name="Kept">DiffIDs of layers that both have.</param>
/// <param name="Gone">Layers that only the earlier image has, lowest first.</param>
/// <param name="Files">What became of files in layers that only one of the two has; null where they were not read.</param>
internal sealed record ImageChanges(
    string Name, Digest? Earlier, IReadOnlySet<Digest> Kept, IReadOnlyList<ExplainedLayer> Gone, IReadOnlyList<FileChange>? Files);
