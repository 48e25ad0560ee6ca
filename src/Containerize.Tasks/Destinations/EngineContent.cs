using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>What of images an engine has, as far as it can be told from the images that it was asked for.</summary>
internal sealed class EngineContent
{
    /// <summary>Nothing is known.</summary>
    public static readonly EngineContent Nothing = new([], []);

    private readonly HashSet<Digest> blobs = [];
    private readonly IReadOnlyList<HeldImage> held;

    /// <param name="held">What the engine says it has.</param>
    /// <param name="known">What it was asked for, besides the name.</param>
    public EngineContent(IReadOnlyList<HeldImage> held, IReadOnlyList<KnownImage> known)
    {
        this.held = held;
        foreach (var image in held)
        {
            // An index is held under its one digest, of which a single platform's image is shown.
            foreach (var same in known.Where(same => same.Ids.Contains(image.Id) && same.DiffIds.SequenceEqual(image.DiffIds)))
            {
                var byConfig = same.Config == image.Id;
                GoesByConfiguration |= byConfig;
                GoesByManifest |= !byConfig && image.HasDescriptor;
                if (byConfig || image.HasDescriptor)
                {
                    blobs.UnionWith(same.Layers.Select(layer => layer.Blob));
                }
            }
        }
    }

    /// <summary>Whether the engine was seen to call an image by its configuration's digest.</summary>
    public bool GoesByConfiguration { get; }

    /// <summary>Whether the engine was seen to call an image by its manifest's digest, and to tell whether all of its content is there.</summary>
    public bool GoesByManifest { get; }

    /// <summary>Whether the blob is one of an image's that the engine has.</summary>
    public bool Has(Digest blob) => blobs.Contains(blob);

    /// <summary>Layers that are the engine's as blobs, wherever in an image they are.</summary>
    public IReadOnlySet<Digest> FindBlobs(KnownImage image) => image.Layers.Select(layer => layer.Blob).Where(Has).ToHashSet();

    /// <summary>
    /// Layers that are the engine's upon the same layers (OCI image spec, config.md, "ChainID"): Docker's own store knows each by all that is below
    /// it, and wants the bytes again where that differs.
    /// </summary>
    public IReadOnlySet<Digest> FindChain(KnownImage image)
    {
        var longest = held.Select(other => other.DiffIds.Zip(image.DiffIds).TakeWhile(pair => pair.First == pair.Second).Count()).DefaultIfEmpty().Max();
        return image.Layers.Take(longest).Select(layer => layer.Blob).ToHashSet();
    }
}
