using Containerize.Images;
using Containerize.Layering;
using Containerize.Layers;

namespace Containerize.Publishing;

/// <summary>A layer above the base, as a blob.</summary>
/// <param name="Class">A layer class's name, or what is said of a builder's layer.</param>
/// <param name="Files">Number of files; null for a builder's layer, which is not looked into.</param>
internal sealed record ReadyLayer(string Class, int? Files, BuiltLayer Built, ImageBlob Blob)
{
    /// <summary>For the image's history: what kind of files are in it.</summary>
    public string Meaning { get; init; } = string.Empty;

    /// <summary>What was planned to be in it; null for a builder's layer.</summary>
    public PlannedLayer? Plan { get; init; }

    public static ReadyLayer Create(PlannedLayer plan, BuiltLayer built, ImageBlob blob)
        => new(plan.Class.Name, plan.Files.Count, built, blob) { Meaning = plan.Class.Meaning, Plan = plan };
}
