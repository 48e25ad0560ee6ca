using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>Images on their way into an engine.</summary>
/// <param name="Names">With tags, as people write them.</param>
/// <param name="Layers">Of each image, in the order of the set; empty where they are not known by both of their names.</param>
internal sealed record EngineLoad(ImageSet Images, IReadOnlyList<string> Names, IReadOnlyList<KnownImage> Layers)
{
    /// <summary>The images one by one, without names: what lists are made of.</summary>
    public IEnumerable<EngineLoad> Split() => Images.Images.Select((image, i)
        => new EngineLoad(new ImageSet(image.Manifest, image.ManifestBytes, [image]), [], Layers.Count == 0 ? [] : [Layers[i]]));

    /// <summary>Whether an engine's image is this one, of a single platform, whole.</summary>
    /// <param name="id">By which the engine is to know it.</param>
    public bool Is(HeldImage held, Digest id) => held.Id == id && held.DiffIds.SequenceEqual(Layers[0].DiffIds);
}
