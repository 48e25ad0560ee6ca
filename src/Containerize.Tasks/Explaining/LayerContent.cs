using Containerize.Explaining.Packages;

namespace Containerize.Explaining;

/// <summary>What a layer's tar says.</summary>
/// <param name="Files">In ordinal order of their paths; of several entries of one path the last.</param>
/// <param name="Removed">See <see cref="ExplainedLayer.Removed"/>.</param>
/// <param name="Packages">What it says of packages.</param>
internal sealed record LayerContent(IReadOnlyList<ExplainedFile> Files, IReadOnlyList<string> Removed, PackageFacts Packages);
